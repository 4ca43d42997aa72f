// SHA-256, and the SHA-1 that git names its objects by; by OpenSSL.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace polhist {

// The digest of `bytes` as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

// The same as its 32 bytes.
std::string sha256_bytes(std::string_view bytes);

// The SHA-1 of `first` and then `second`. For names that git gives, and for nothing else.
std::array<std::uint8_t, 20> sha1(std::string_view first, std::string_view second);

} // namespace polhist
