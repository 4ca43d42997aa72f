// What a vendor documents of its policies: dated updates, and prose on what each one grants.
//
// A ledger is data about documents, never a document: `audit.h` holds the two against each other.
// On disk it is JSON, schema `polhist.ledger/1`.

#pragma once

#include "core/error.h"
#include "core/instant.h"
#include "json/location.h"

#include <string>
#include <string_view>
#include <vector>

namespace polhist::ledger {

// One row of the table of updates.
struct Update {
    std::string date;   // a day that exists, `2021-08-11`
    std::string policy; // empty where the row concerns none
    std::string change;
    std::string description;
};

// What prose says of one service: its title (`Amazon EC2`) and its paragraphs.
struct ServiceProse {
    std::string service;
    std::vector<std::string> text;
};

struct Prose {
    std::string policy;
    std::string summary;
    std::string introduction;
    std::vector<ServiceProse> services;
};

struct Ledger {
    std::string source;          // the title of the page it was taken from
    std::string tracking_since;  // the day from which updates are documented
    std::vector<Update> updates; // newest first; those of one day as the text has them
    std::vector<Prose> prose;
    std::string documented_until = {}; // the newest day of any update of the page; empty: not known
};

// Reads a ledger, strictly: every member must be there, of its type, and known. The error names
// file, line, column and JSON path.
Result<Ledger> parse(const json::Source& source);

} // namespace polhist::ledger
