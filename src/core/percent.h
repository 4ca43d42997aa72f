// Percent-encoding of RFC 3986, as IAM gives documents in.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace polhist {

// The text with `%XX` decoded, and nothing else changed; nothing where a `%` is not followed by
// two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text);

} // namespace polhist
