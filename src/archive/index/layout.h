// Where things are in a segment; doc/index.md.

#pragma once

#include "core/deflate.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace polhist::index {

constexpr std::string_view magic = "polhist index\n\x1a\n"; // not to be taken for text
constexpr std::size_t header_size = 16 + 4 + 4 + 3 * 8 + 3 * (8 + 8 + 4);

// The header's own checksum is of all behind it.
constexpr std::size_t checked_from = 24;

// A row of the table of policies.
constexpr std::size_t key_size = 8 + 4 + 4 + 8 + 4 + 4 + 4;

// A row holds the checksum of itself with the name and scope that it points at.
inline std::uint32_t key_checksum(std::string_view row, std::string_view names) {
    return checksum(names, checksum(row));
}

// No deflated bytes inflate to more.
constexpr std::uint64_t most_inflated(std::uint64_t size) {
    return size * 1032 + 1024;
}

} // namespace polhist::index
