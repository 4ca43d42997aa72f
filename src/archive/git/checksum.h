// The checksums that git puts at the end of its files.

#pragma once

#include <string>
#include <string_view>

namespace polhist::git {

// Whether a text ends in the SHA-1 of what comes before it, as packs and their indexes do.
bool ends_in_checksum(std::string_view bytes);

// Whether a file does. It is mapped, not read into memory, and may be of any size.
bool file_ends_in_checksum(const std::string& path);

} // namespace polhist::git
