// Base64, by OpenSSL.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace polhist {

// The bytes of a base64 text; nothing for a text that is none.
std::optional<std::string> parse_base64(std::string_view text);

std::string base64(std::string_view bytes);

} // namespace polhist
