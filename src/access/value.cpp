#include "access/value.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <limits>

namespace polhist::access {
namespace {

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

std::string_view take_digits(std::string_view& text) {
    const auto end = std::ranges::find_if_not(text, is_digit);
    const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    return digits;
}

bool take(std::string_view& text, std::string_view any_of) {
    const bool there = !text.empty() && any_of.find(text.front()) != std::string_view::npos;
    text.remove_prefix(there ? 1 : 0);
    return there;
}

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional(number) : std::nullopt;
}

// The `e-3` at the end of a number; 0 where there is none.
std::optional<std::int64_t> take_exponent(std::string_view& text) {
    if (!take(text, "eE")) {
        return 0;
    }
    const bool negative = text.starts_with('-');
    take(text, "+-");
    const auto number = parse_number<std::int32_t>(take_digits(text));
    if (!number) {
        return std::nullopt;
    }
    return negative ? -*number : *number;
}

// A date with as much of a time as it has, filled up to RFC 3339.
std::string completed_date(std::string_view text) {
    std::string date(text);
    constexpr std::size_t year = 4;
    constexpr std::size_t month = 7;
    constexpr std::size_t day = 10;
    constexpr std::size_t minute = 16;
    if (date.size() == year) {
        date += "-01";
    }
    if (date.size() == month) {
        date += "-01";
    }
    if (date.size() == day) {
        return date + "T00:00:00Z";
    }
    const bool seconds_missing = date.size() > minute && date[minute] != ':';
    return seconds_missing ? date.insert(minute, ":00") : date;
}

} // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
    Decimal number;
    number.negative_ = text.starts_with('-');
    take(text, "+-");
    const std::string_view whole = take_digits(text);
    const std::string_view fraction = take(text, ".") ? take_digits(text) : std::string_view{};
    const auto exponent = take_exponent(text);
    if (!exponent || !text.empty() || whole.size() + fraction.size() == 0) {
        return std::nullopt;
    }
    number.digits_ = std::string(whole) + std::string(fraction);
    number.exponent_ = *exponent + static_cast<std::int64_t>(whole.size());
    const std::size_t zeros =
        std::min(number.digits_.find_first_not_of('0'), number.digits_.size());
    number.digits_.erase(0, zeros);
    number.exponent_ -= static_cast<std::int64_t>(zeros);
    number.digits_.erase(number.digits_.find_last_not_of('0') + 1);
    if (number.digits_.empty()) {
        return Decimal{};
    }
    return number;
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
    const auto sign = [](const Decimal& number) {
        return number.digits_.empty() ? 0 : (number.negative_ ? -1 : 1);
    };
    if (sign(*this) != sign(other)) {
        return sign(*this) <=> sign(other);
    }
    const auto magnitude =
        exponent_ != other.exponent_ ? exponent_ <=> other.exponent_ : digits_ <=> other.digits_;
    return negative_ ? 0 <=> magnitude : magnitude;
}

// Plain notation, with `extra_fraction` behind all digits.
std::string Decimal::text(std::string_view extra_fraction) const {
    const auto size = static_cast<std::int64_t>(digits_.size());
    const std::int64_t before_point = std::clamp<std::int64_t>(exponent_, 0, size);
    std::string text(negative_ ? 1 : 0, '-');
    text += digits_.substr(0, static_cast<std::size_t>(before_point));
    text.append(static_cast<std::size_t>(std::max<std::int64_t>(exponent_ - size, 0)), '0');
    if (exponent_ <= 0) {
        text += '0';
    }
    std::string fraction(static_cast<std::size_t>(std::max<std::int64_t>(-exponent_, 0)), '0');
    fraction += digits_.substr(static_cast<std::size_t>(before_point));
    fraction += extra_fraction;
    return fraction.empty() ? text : text + '.' + fraction;
}

bool between(const std::vector<Decimal>& limits, std::vector<std::string>& out) {
    constexpr std::int64_t longest = 1000;
    std::int64_t finest = 0; // digits behind the point
    std::int64_t largest = 1;
    for (const Decimal& limit : limits) {
        finest =
            std::max(finest, static_cast<std::int64_t>(limit.digits_.size()) - limit.exponent_);
        largest = std::max(largest, limit.exponent_);
    }
    if (finest > longest || largest > longest) {
        return false;
    }
    out.insert(out.end(), {"0", "1"});
    for (const Decimal& limit : limits) {
        out.push_back(limit.text(""));
        // Away from zero by less than any two limits differ.
        const auto behind = std::max<std::int64_t>(
            static_cast<std::int64_t>(limit.digits_.size()) - limit.exponent_, 0);
        out.push_back(
            limit.text(std::string(static_cast<std::size_t>(finest - behind), '0') + '1'));
    }
    const std::string tiny = "0." + std::string(static_cast<std::size_t>(finest), '0') + '1';
    const std::string huge = '1' + std::string(static_cast<std::size_t>(largest), '0');
    out.insert(out.end(), {tiny, '-' + tiny, huge, '-' + huge});
    return true;
}

std::optional<Instant> parse_condition_date(std::string_view text) {
    constexpr std::int64_t microseconds = 1'000'000;
    constexpr std::size_t year_digits = 4;
    if (text.size() != year_digits) {
        if (const auto seconds = parse_number<std::int64_t>(text)) {
            constexpr auto most = std::numeric_limits<std::int64_t>::max() / microseconds;
            const bool fits = *seconds <= most && *seconds >= -most;
            return fits ? std::optional(Instant{*seconds * microseconds}) : std::nullopt;
        }
    }
    return parse_instant(completed_date(text));
}

bool Network::contains(const Network& other) const {
    if (v6 != other.v6 || length > other.length) {
        return false;
    }
    const std::size_t whole = length / 8;
    if (!std::equal(address.begin(), address.begin() + whole, other.address.begin())) {
        return false;
    }
    const unsigned left = length % 8;
    const auto mask = static_cast<std::uint8_t>(0xff00U >> left);
    return left == 0 || ((address.at(whole) ^ other.address.at(whole)) & mask) == 0;
}

std::optional<Network> parse_network(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::string host(text.substr(0, slash));
    Network network;
    network.v6 = host.find(':') != std::string::npos;
    if (inet_pton(network.v6 ? AF_INET6 : AF_INET, host.c_str(), network.address.data()) != 1) {
        return std::nullopt;
    }
    const unsigned longest = network.v6 ? 128 : 32;
    network.length = longest;
    if (slash != std::string_view::npos) {
        const auto length = parse_number<unsigned>(text.substr(slash + 1));
        if (!length || *length > longest) {
            return std::nullopt;
        }
        network.length = *length;
    }
    for (unsigned bit = network.length; bit < longest; ++bit) {
        auto& byte = network.address.at(bit / 8);
        byte = static_cast<std::uint8_t>(byte & ~(0x80U >> (bit % 8)));
    }
    return network;
}

} // namespace polhist::access
