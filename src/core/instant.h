// A point in time, UTC, to the microsecond, and the calendar days of that scale.
//
// Instants are compared, never their spellings: `2021-08-11T18:07:10Z` and
// `2021-08-11T18:07:10+00:00` are one instant.

#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace polhist {

struct Instant {
    std::int64_t microseconds = 0; // since 1970-01-01T00:00:00Z

    auto operator<=>(const Instant&) const = default;
};

// An RFC 3339 date-time (`2021-08-11T18:07:10Z`, any offset, up to microseconds; a leap second
// counts as the second after it). Nothing if it is not one, or names a day that does not exist.
std::optional<Instant> parse_instant(std::string_view text);

// RFC 3339 in UTC with `Z`; a fraction only where there is one.
std::string format_instant(Instant instant);

// The first and the last instant of a day written `2021-08-11`; nothing if there is no such day.
std::optional<Instant> start_of_day(std::string_view date);
std::optional<Instant> end_of_day(std::string_view date);

// The day an instant falls on, as `2021-08-11`.
std::string format_date(Instant instant);

} // namespace polhist
