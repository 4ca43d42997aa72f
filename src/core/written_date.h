// Dates as English pages write them: `August 11, 2021`, `December 19, 2019, 22:29 UTC`.
//
// Months stand in full or by their first three letters; letter case and white space mean nothing.

#pragma once

#include "core/instant.h"

#include <optional>
#include <string>
#include <string_view>

namespace polhist {

// A day alone, as `2021-08-11`; nothing if the text is anything else or there is no such day.
std::optional<std::string> parse_written_day(std::string_view text);

// A day with hour and minute in UTC.
std::optional<Instant> parse_written_minute(std::string_view text);

} // namespace polhist
