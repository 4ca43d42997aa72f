// The values that condition operators compare: numbers, dates, networks, binary data.
//
// Each parse gives nothing for a text that is no such value; such a text satisfies no positive
// operator. Comparison is exact: numbers are rationals, dates instants, networks bits.

#pragma once

#include "core/instant.h"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::access {

// A decimal number of any length: `5`, `5.0` and `5e0` are one number.
class Decimal {
public:
    static std::optional<Decimal> parse(std::string_view text);

    std::strong_ordering operator<=>(const Decimal& other) const;
    bool operator==(const Decimal& other) const = default;

    friend bool between(const std::vector<Decimal>& limits, std::vector<std::string>& out);

private:
    [[nodiscard]] std::string text(std::string_view extra_fraction) const;

    bool negative_ = false;
    std::string digits_;        // without zeros at either end; empty for zero
    std::int64_t exponent_ = 0; // the value is 0.DIGITS times ten to this
};

// Adds numbers to `out`: each limit, and one in each gap between, below and above them, whole ones
// where they fit. False where one is too long to write down.
bool between(const std::vector<Decimal>& limits, std::vector<std::string>& out);

// An ISO 8601 date (`2021-08-11`, `2021-08-11T18:07Z`, W3C profile) or seconds since 1970.
std::optional<Instant> parse_condition_date(std::string_view text);

// An IPv4 or IPv6 network in CIDR notation, or one address; host bits are masked.
struct Network {
    bool v6 = false;
    unsigned length = 0;                    // of the prefix, in bits
    std::array<std::uint8_t, 16> address{}; // the first 4 bytes for IPv4

    bool operator==(const Network&) const = default;

    // Whether all of `other` lies inside. Families never contain each other.
    [[nodiscard]] bool contains(const Network& other) const;
};

std::optional<Network> parse_network(std::string_view text);

} // namespace polhist::access
