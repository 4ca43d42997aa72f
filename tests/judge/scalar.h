// Values that are more than text: numbers, dates, networks and binary data.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace polhist::judge {

std::optional<long double> number_of(std::string_view text);

// Seconds since 1970. Of ISO 8601: `2021-08-11`, or with `T18:07:10` and `Z` or an offset.
std::optional<long double> date_of(std::string_view text);

struct Network {
    int family = 0;
    std::string bits; // the first ones, as `0` and `1`
};

std::optional<Network> network_of(std::string_view text);

// Bytes of base64 as a text of six-bit digits without padding; nothing for other text.
std::optional<std::string> binary_of(std::string_view text);

} // namespace polhist::judge
