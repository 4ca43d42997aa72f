// Names for things by what they are made of.

#pragma once

#include <string>
#include <string_view>

namespace polhist {

// A fingerprint of `bytes` as 32 lower-case hexadecimal digits (XXH3, 128 bits), the same on every
// machine. Quick to have and good to tell things apart; nothing that somebody may want to forge is
// to rest on it.
std::string fingerprint(std::string_view bytes);

} // namespace polhist
