// Requests from the command line and from NDJSON.

#pragma once

#include "access/verdict.h"
#include "core/error.h"
#include "json/tree.h"

#include <string>
#include <vector>

namespace polhist::cli {

struct RequestArguments {
    std::string action;
    std::string resource = "*";
    std::string principal;            // `KIND=NAME`, an ARN, or `*`; empty for none
    std::vector<std::string> context; // `KEY=VALUE`; a key may stand more than once
};

Result<access::Request> read_request(const RequestArguments& arguments);

// The `request` member of a line: `{"action", "resource", "context": {key: [values]},
// "principal"}`, the last two if need be. One value may stand without a list; an empty list says
// that a key is absent.
Result<access::Request> read_request(json::Value line);

} // namespace polhist::cli
