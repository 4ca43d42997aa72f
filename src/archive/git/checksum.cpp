#include "git/checksum.h"

#include "core/digest.h"
#include "core/mapping.h"

#include <cstring>

namespace polhist::git {

bool ends_in_checksum(std::string_view bytes) {
    constexpr std::size_t size = 20;
    if (bytes.size() < size) {
        return false;
    }
    const auto sum = sha1(bytes.substr(0, bytes.size() - size), {});
    return std::memcmp(sum.data(), bytes.data() + bytes.size() - size, size) == 0;
}

bool file_ends_in_checksum(const std::string& path) {
    const auto file = Mapping::of(path);
    return file && ends_in_checksum(file->bytes());
}

} // namespace polhist::git
