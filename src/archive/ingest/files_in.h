// The files of a folder.

#pragma once

#include "core/error.h"

#include <string>
#include <vector>

namespace polhist::ingest {

// The files below a folder, sorted by path. Hidden files and folders, and symbolic links to
// folders, are not entered.
Result<std::vector<std::string>> files_in(const std::string& folder);

} // namespace polhist::ingest
