#include "git/checksum.h"

#include "core/digest.h"
#include "git/mapped.h"

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
    return ends_in_checksum(Mapped(path).bytes());
}

} // namespace polhist::git
