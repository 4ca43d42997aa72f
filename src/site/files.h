// Where the files of a site go.

#pragma once

#include "core/error.h"

#include <functional>
#include <string>
#include <string_view>

namespace polhist::site {

// Takes one file: its path from the top of the site, and its bytes.
using Write = std::function<Result<void>(const std::string& path, std::string_view bytes)>;

} // namespace polhist::site
