// What pages look like, and the scripts of a site, as part of the program.

#pragma once

#include <span>
#include <string_view>

namespace polhist::assets {

struct File {
    std::string_view path; // from the top of the project
    std::string_view bytes;
    std::string_view digest; // SHA-256 in base64, as a content security policy has it
};

// All of them, sorted by path.
std::span<const File> files();

// `src/assets/NAME`, which must be there.
const File& file(std::string_view name);

} // namespace polhist::assets
