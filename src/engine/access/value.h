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

    // Seconds since 1970.
    static Decimal seconds(Instant instant);

    [[nodiscard]] bool is_negative() const { return negative_; }

    [[nodiscard]] bool is_whole() const {
        return exponent_ >= static_cast<std::int64_t>(digits_.size());
    }

    std::strong_ordering operator<=>(const Decimal& other) const;
    bool operator==(const Decimal& other) const = default;

    // The whole number that is the `away`th above or below: of 1.5 and 1 that is 2, of 2 it is 3.
    // Nothing where a number is too long to count with.
    [[nodiscard]] std::optional<Decimal> whole_above(int away) const;
    [[nodiscard]] std::optional<Decimal> whole_below(int away) const;

    // A number between two others that differ.
    static std::optional<Decimal> middle(const Decimal& low, const Decimal& high);

    // A little more, or a little less.
    [[nodiscard]] std::optional<Decimal> slightly_off(bool up) const;

    // Plain notation, `-12.5`; nothing where that would be very long.
    [[nodiscard]] std::optional<std::string> written() const;

    // As seconds since 1970, to the microsecond; nothing out of range.
    [[nodiscard]] std::optional<Instant> instant() const;

private:
    [[nodiscard]] Decimal negated() const;
    [[nodiscard]] std::optional<Decimal> off_by(std::int64_t places, bool up) const;

    bool negative_ = false;
    std::string digits_;        // without zeros at either end; empty for zero
    std::int64_t exponent_ = 0; // the value is 0.DIGITS times ten to this
};

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

// One address: what a request comes from, which is never a network.
std::optional<Network> parse_address(std::string_view text);

} // namespace polhist::access
