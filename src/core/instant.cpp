#include "core/instant.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace polhist {
namespace {

constexpr std::int64_t microseconds_a_second = 1'000'000;
constexpr std::int64_t seconds_a_day = 86'400;

// Exactly `width` decimal digits at the front of `text`, which moves past them.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) {
        return std::nullopt;
    }
    int value = 0;
    for (const char digit : text.substr(0, width)) {
        if (digit < '0' || digit > '9') {
            return std::nullopt;
        }
        value = value * 10 + (digit - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

// Seconds from 1970 to the start of the day at the front of `text`.
std::optional<std::int64_t> take_date(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, "-")) {
        return std::nullopt;
    }
    const auto month = take_digits(text, 2);
    if (!month || !take(text, "-")) {
        return std::nullopt;
    }
    const auto day = take_digits(text, 2);
    if (!day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) {
        return std::nullopt;
    }
    return std::chrono::sys_days{date}.time_since_epoch().count() * seconds_a_day;
}

// Microseconds since midnight; up to six digits of a fraction count, more are dropped.
std::optional<std::int64_t> take_time(std::string_view& text) {
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ":")) {
        return std::nullopt;
    }
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59 || !take(text, ":")) {
        return std::nullopt;
    }
    const auto second = take_digits(text, 2);
    if (!second || *second > 60) {
        return std::nullopt;
    }
    std::int64_t fraction = 0;
    if (take(text, ".")) {
        std::int64_t weight = microseconds_a_second;
        const std::size_t before = text.size();
        while (const auto digit = take_digits(text, 1)) {
            weight /= 10;
            fraction += *digit * weight;
        }
        if (text.size() == before) {
            return std::nullopt;
        }
    }
    return (*hour * 3600 + *minute * 60 + *second) * microseconds_a_second + fraction;
}

// Seconds east of UTC: `Z`, `+02:00`, `-07:30`.
std::optional<std::int64_t> take_offset(std::string_view& text) {
    if (take(text, "Zz")) {
        return 0;
    }
    const bool west = text.starts_with('-');
    if (!take(text, "+-")) {
        return std::nullopt;
    }
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ":")) {
        return std::nullopt;
    }
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59) {
        return std::nullopt;
    }
    const std::int64_t seconds = *hour * 3600 + *minute * 60;
    return west ? -seconds : seconds;
}

std::chrono::year_month_day day_of(Instant instant) {
    return std::chrono::floor<std::chrono::days>(std::chrono::sys_time<std::chrono::microseconds>{
        std::chrono::microseconds{instant.microseconds}});
}

} // namespace

std::optional<Instant> parse_instant(std::string_view text) {
    const auto date = take_date(text);
    if (!date || !take(text, "Tt ")) {
        return std::nullopt;
    }
    const auto time = take_time(text);
    if (!time) {
        return std::nullopt;
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) {
        return std::nullopt;
    }
    return Instant{(*date - *offset) * microseconds_a_second + *time};
}

std::string format_instant(Instant instant) {
    const auto time = std::chrono::microseconds{instant.microseconds};
    const std::chrono::hh_mm_ss clock{time - std::chrono::floor<std::chrono::days>(time)};
    std::string text = format_date(instant);
    fmt::format_to(std::back_inserter(text),
                   FMT_COMPILE("T{:02}:{:02}:{:02}"),
                   clock.hours().count(),
                   clock.minutes().count(),
                   clock.seconds().count());
    if (clock.subseconds().count() != 0) {
        text += fmt::format(".{:06}", clock.subseconds().count());
    }
    return text += 'Z';
}

std::optional<Instant> start_of_day(std::string_view date) {
    const auto seconds = take_date(date);
    if (!seconds || !date.empty()) {
        return std::nullopt;
    }
    return Instant{*seconds * microseconds_a_second};
}

std::optional<Instant> end_of_day(std::string_view date) {
    auto day = start_of_day(date);
    if (day) {
        day->microseconds += seconds_a_day * microseconds_a_second - 1;
    }
    return day;
}

std::string format_date(Instant instant) {
    const auto day = day_of(instant);
    return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}"),
                       static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

} // namespace polhist
