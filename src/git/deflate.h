// zlib's format, with bounds.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace polhist::git {

// Appends the compressed `bytes` to `out`.
void append_deflated(std::string& out, std::string_view bytes);

// The bytes of a stream; nothing where it is damaged, cut off, followed by something, or holds
// more than `most` bytes.
std::optional<std::string> inflated(std::string_view bytes, std::size_t most);

} // namespace polhist::git
