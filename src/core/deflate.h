// zlib's format, with bounds, and its checksum.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace polhist {

// Appends the compressed `bytes` to `out`.
void append_deflated(std::string& out, std::string_view bytes);

// The bytes of a stream; nothing where it is damaged, cut off, followed by something, or holds
// more than `most` bytes. `guess`: how many they probably are.
std::optional<std::string>
inflated(std::string_view bytes, std::size_t most, std::size_t guess = 4096);

// The same of a stream without zlib's header and checksum that points back to a dictionary, which
// it was made with; `size` bytes.
std::optional<std::string>
inflated_with(std::string_view dictionary, std::string_view bytes, std::size_t size);

// The first `count` bytes of what a stream holds; fewer where it ends before, or is damaged.
std::string inflated_front(std::string_view bytes, std::size_t count);

// How many bytes from the front are a whole stream; nothing where they begin with none.
std::optional<std::size_t> deflated_size(std::string_view bytes);

// CRC-32: finds what chance did, not what was forged. `before`: that of the bytes before these.
std::uint32_t checksum(std::string_view bytes, std::uint32_t before = 0);

} // namespace polhist
