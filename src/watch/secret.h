// URLs and tokens that are kept out of the command line.

#pragma once

#include "core/error.h"

#include <string>
#include <vector>

namespace polhist::watch {

// A URL and the headers to send with it (`Authorization: Bearer …`).
struct Endpoint {
    std::string url;
    std::vector<std::string> headers;
};

// `@FILE` is a file whose first line is the URL and whose others are headers; nobody but its owner
// may read it. `$NAME` is a variable of the environment. Anything else is the URL itself.
Result<Endpoint> reveal(const std::string& written);

} // namespace polhist::watch
