// Base64 (RFC 4648, section 4). Our own, for a library with it costs a start of the program more
// than most answers do.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace polhist {

// The bytes of a base64 text with its padding; nothing for a text that is none.
std::optional<std::string> parse_base64(std::string_view text);

} // namespace polhist
