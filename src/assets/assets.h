// What pages look like, and the scripts of a site, as part of the program.

#pragma once

#include <span>
#include <string_view>

namespace polhist::assets {

// A file: its path from the top of the project, and its bytes.
struct File {
    std::string_view path;
    std::string_view bytes;
};

// All of them, sorted by path.
std::span<const File> files();

// The bytes of `src/assets/NAME`, which must be there.
std::string_view bytes_of(std::string_view name);

} // namespace polhist::assets
