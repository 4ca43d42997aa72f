// Bytes as text.

#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace polhist {

// Two lower-case hexadecimal digits for each byte.
std::string hex(std::span<const std::uint8_t> bytes);

} // namespace polhist
