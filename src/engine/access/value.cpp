#include "access/value.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <limits>

namespace polhist::access {
namespace {

constexpr std::int64_t longest = 1000; // digits of a number that is written out

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

Decimal Decimal::seconds(Instant instant) {
    constexpr int to_seconds = 6;
    Decimal number = parse(std::to_string(instant.microseconds)).value();
    number.exponent_ -= number.digits_.empty() ? 0 : to_seconds;
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

std::optional<std::string> Decimal::written() const {
    const auto size = static_cast<std::int64_t>(digits_.size());
    if (exponent_ > longest || exponent_ < -longest) {
        return std::nullopt;
    }
    const std::int64_t before_point = std::clamp<std::int64_t>(exponent_, 0, size);
    std::string text(negative_ ? 1 : 0, '-');
    text += digits_.substr(0, static_cast<std::size_t>(before_point));
    text.append(static_cast<std::size_t>(std::max<std::int64_t>(exponent_ - size, 0)), '0');
    if (exponent_ <= 0) {
        text += '0';
    }
    std::string fraction(
        static_cast<std::size_t>(before_point < size ? std::max<std::int64_t>(-exponent_, 0) : 0),
        '0');
    fraction += digits_.substr(static_cast<std::size_t>(before_point));
    return fraction.empty() ? text : text + '.' + fraction;
}

// Counted with sixteen digits at most; longer numbers have fractions between them that do as well.
std::optional<Decimal> Decimal::whole_above(int away) const {
    constexpr std::int64_t countable = 16;
    const auto text = exponent_ > countable ? std::nullopt : written();
    if (!text) {
        return std::nullopt;
    }
    const std::string_view whole = std::string_view(*text).substr(0, text->find('.'));
    const auto number = parse_number<std::int64_t>(whole == "-0" ? "0" : whole);
    if (!number) {
        return std::nullopt;
    }
    // Without its fraction a negative number has gone up already.
    const bool gone_up = negative_ && !is_whole();
    return parse(std::to_string(*number + away - (gone_up ? 1 : 0)));
}

std::optional<Decimal> Decimal::whole_below(int away) const {
    auto below = negated().whole_above(away);
    return below ? std::optional(below->negated()) : std::nullopt;
}

Decimal Decimal::negated() const {
    Decimal number = *this;
    number.negative_ = !negative_ && !digits_.empty();
    return number;
}

// One more digit behind all that both have tells them apart.
std::optional<Decimal> Decimal::middle(const Decimal& low, const Decimal& high) {
    const auto finest = [](const Decimal& number) {
        return static_cast<std::int64_t>(number.digits_.size()) - number.exponent_;
    };
    const std::int64_t places = std::max({finest(low), finest(high), std::int64_t{0}}) + 1;
    return low.negative_ ? high.off_by(places, false) : low.off_by(places, true);
}

std::optional<Decimal> Decimal::slightly_off(bool up) const {
    return off_by(
        std::max<std::int64_t>(static_cast<std::int64_t>(digits_.size()) - exponent_, 0) + 1, up);
}

// More, or less, by one in that place behind the point, where this number has no digit.
std::optional<Decimal> Decimal::off_by(std::int64_t places, bool up) const {
    if (digits_.empty()) {
        Decimal tiny;
        tiny.negative_ = !up;
        tiny.digits_ = "1";
        tiny.exponent_ = 1 - places;
        return tiny;
    }
    const std::int64_t size = exponent_ + places;
    if (size > 2 * longest || size < 1) {
        return std::nullopt;
    }
    Decimal number = *this;
    number.digits_.resize(static_cast<std::size_t>(size), '0');
    if (up != negative_) {
        number.digits_.back() = '1';
        return number;
    }
    // Nearer to zero: 1.5 becomes 1.49, which has one digit less where it was a one.
    for (auto digit = number.digits_.rbegin(); digit != number.digits_.rend(); ++digit) {
        const bool borrows = *digit == '0';
        *digit = borrows ? '9' : static_cast<char>(*digit - 1);
        if (!borrows) {
            break;
        }
    }
    const std::size_t zeros = number.digits_.find_first_not_of('0');
    number.digits_.erase(0, zeros);
    number.exponent_ -= static_cast<std::int64_t>(zeros);
    return number;
}

std::optional<Instant> Decimal::instant() const {
    constexpr std::int64_t most = 16; // digits of microseconds
    constexpr int to_microseconds = 6;
    Decimal number = *this;
    number.exponent_ += number.digits_.empty() ? 0 : to_microseconds;
    const auto text =
        number.exponent_ > most || !number.is_whole() ? std::nullopt : number.written();
    const auto microseconds = text ? parse_number<std::int64_t>(*text) : std::nullopt;
    return microseconds ? std::optional(Instant{*microseconds}) : std::nullopt;
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

std::optional<Network> parse_address(std::string_view text) {
    return text.find('/') == std::string_view::npos ? parse_network(text) : std::nullopt;
}

} // namespace polhist::access
