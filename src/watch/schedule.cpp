#include "watch/schedule.h"

#include "core/printable.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace polhist::watch {
namespace {

struct Field {
    std::string_view name;
    unsigned first;
    unsigned last;
};

constexpr Field minute{"minute", 0, 59};
constexpr Field hour{"hour", 0, 23};
constexpr Field day{"day of the month", 1, 31};
constexpr Field month{"month", 1, 12};
constexpr Field weekday{"day of the week", 0, 7}; // 0 and 7 are Sunday

constexpr std::array<std::string_view, 12> month_names{
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> weekday_names{
    "sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct Nickname {
    std::string_view name;
    std::string_view meaning;
};

constexpr std::array<Nickname, 7> nicknames{{{"@hourly", "0 * * * *"},
                                             {"@daily", "0 0 * * *"},
                                             {"@midnight", "0 0 * * *"},
                                             {"@weekly", "0 0 * * 0"},
                                             {"@monthly", "0 0 1 * *"},
                                             {"@yearly", "0 0 1 1 *"},
                                             {"@annually", "0 0 1 1 *"}}};

template <std::size_t N>
std::optional<unsigned> by_name(const std::array<std::string_view, N>& names,
                                std::string_view text) {
    std::string folded(text);
    std::ranges::transform(folded, folded.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
    const auto found = std::ranges::find(names, folded);
    return found == names.end() ? std::nullopt
                                : std::optional(static_cast<unsigned>(found - names.begin()));
}

std::optional<unsigned> number_in(const Field& field, std::string_view text) {
    if (&field == &month || field.name == month.name) {
        if (const auto named = by_name(month_names, text)) {
            return *named + 1;
        }
    }
    if (field.name == weekday.name) {
        if (const auto named = by_name(weekday_names, text)) {
            return named;
        }
    }
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool good = error == std::errc{} && end == text.data() + text.size() &&
                      number >= field.first && number <= field.last;
    return good ? std::optional(number) : std::nullopt;
}

// One part of a list: `*`, `7`, `1-5`, each with `/2` behind it.
bool add_part(const Field& field, std::string_view part, std::bitset<64>& to) {
    unsigned step = 1;
    const std::size_t slash = part.find('/');
    if (slash != std::string_view::npos) {
        const std::string_view digits = part.substr(slash + 1);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), step);
        if (error != std::errc{} || end != digits.data() + digits.size() || step == 0) {
            return false;
        }
        part = part.substr(0, slash);
    }
    std::optional<unsigned> from = field.first;
    std::optional<unsigned> until = field.last;
    if (part != "*") {
        const std::size_t dash = part.find('-');
        from = number_in(field, part.substr(0, dash));
        until = dash == std::string_view::npos ? from : number_in(field, part.substr(dash + 1));
        if (dash == std::string_view::npos && slash != std::string_view::npos) {
            return false; // `5/2` means nothing to cron
        }
    }
    if (!from || !until || *from > *until) {
        return false;
    }
    for (unsigned value = *from; value <= *until; value += step) {
        to.set(value);
    }
    return true;
}

Result<std::bitset<64>> parse_field(const Field& field, std::string_view text) {
    std::bitset<64> values;
    for (std::string_view rest = text;;) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        if (!add_part(field, rest.substr(0, comma), values)) {
            return failure(fmt::format("`{}` is no {} of a schedule ({} to {})",
                                       visible(text),
                                       field.name,
                                       field.first,
                                       field.last));
        }
        if (comma == rest.size()) {
            return values;
        }
        rest.remove_prefix(comma + 1);
    }
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t start = std::min(text.find_first_not_of(" \t"), text.size());
        text.remove_prefix(start);
        const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
        if (end > 0) {
            words.push_back(text.substr(0, end));
        }
        text.remove_prefix(end);
    }
    return words;
}

template <std::size_t N>
std::bitset<N> narrowed(const std::bitset<64>& values) {
    std::bitset<N> narrow;
    for (std::size_t i = 0; i < N; ++i) {
        narrow[i] = values[i];
    }
    return narrow;
}

// `*`, or the values one by one.
template <std::size_t N>
std::string listed(const std::bitset<N>& values, std::size_t first) {
    if (values.count() == N - first) {
        return "*";
    }
    std::string text;
    for (std::size_t i = first; i < N; ++i) {
        if (values[i]) {
            text += fmt::format("{}{:02}", text.empty() ? "" : ",", i);
        }
    }
    return text;
}

} // namespace

Result<Schedule> Schedule::parse(std::string_view text) {
    const auto nickname = std::ranges::find(nicknames, text, &Nickname::name);
    const std::vector<std::string_view> words =
        words_of(nickname == nicknames.end() ? text : nickname->meaning);
    constexpr std::array<const Field*, 5> fields{&minute, &hour, &day, &month, &weekday};
    if (words.size() != fields.size()) {
        return failure(fmt::format("`{}` is no schedule; write five fields as cron has them, like "
                                   "\"17 * * * *\", or @hourly",
                                   visible(text)));
    }
    std::array<std::bitset<64>, 5> values;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto parsed = parse_field(*fields[i], words[i]);
        if (!parsed) {
            return tl::make_unexpected(std::move(parsed.error()));
        }
        values[i] = *parsed;
    }
    Schedule schedule;
    schedule.minutes_ = narrowed<60>(values[0]);
    schedule.hours_ = narrowed<24>(values[1]);
    schedule.days_ = narrowed<32>(values[2]);
    schedule.months_ = narrowed<13>(values[3]);
    schedule.weekdays_ = narrowed<7>(values[4]);
    schedule.weekdays_[0] = values[4][0] || values[4][7];
    schedule.any_day_ = words[2].starts_with('*');
    schedule.any_weekday_ = words[4].starts_with('*');
    return schedule;
}

bool Schedule::has_day(const tm& day) const {
    const bool of_month = days_[static_cast<std::size_t>(day.tm_mday)];
    const bool of_week = weekdays_[static_cast<std::size_t>(day.tm_wday)];
    const bool either = !any_day_ && !any_weekday_;
    return months_[static_cast<std::size_t>(day.tm_mon) + 1] &&
           (either ? of_month || of_week : of_month && of_week);
}

std::optional<time_t> Schedule::last_before(time_t now) const {
    constexpr int most_days = 5 * 366;
    constexpr time_t seconds_a_day = 86400;
    tm today{};
    localtime_r(&now, &today);
    for (int back = 0; back < most_days; ++back) {
        // Noon, so that no change of the clocks skips a day.
        tm noon = today;
        noon.tm_mday -= back;
        noon.tm_hour = 12;
        noon.tm_min = 0;
        noon.tm_sec = 0;
        noon.tm_isdst = -1;
        if (mktime(&noon) < now - (most_days + 1) * seconds_a_day || !has_day(noon)) {
            continue;
        }
        for (int hours = 23; hours >= 0; --hours) {
            for (int minutes = 59; hours_[static_cast<std::size_t>(hours)] && minutes >= 0;
                 --minutes) {
                if (!minutes_[static_cast<std::size_t>(minutes)]) {
                    continue;
                }
                tm at = noon;
                at.tm_hour = hours;
                at.tm_min = minutes;
                at.tm_isdst = -1;
                if (const time_t time = mktime(&at); time <= now) {
                    return time;
                }
            }
        }
    }
    return std::nullopt;
}

std::vector<std::string> Schedule::calendar() const {
    const std::string time = fmt::format("{}:{}:00", listed(hours_, 0), listed(minutes_, 0));
    std::string week;
    constexpr std::array<std::string_view, 7> names{
        "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    for (std::size_t i = 0; i < names.size() && !weekdays_.all(); ++i) {
        week += weekdays_[i] ? fmt::format("{}{}", week.empty() ? "" : ",", names[i]) : "";
    }
    const std::string months = listed(months_, 1);
    const std::string days = listed(days_, 1);
    const std::string of_month = fmt::format("*-{}-{} {}", months, days, time);
    const std::string of_week =
        fmt::format("{}{}*-{}-* {}", week, week.empty() ? "" : " ", months, time);
    if (!any_day_ && !any_weekday_) {
        return {of_month, of_week};
    }
    return {week.empty() ? of_month : week + ' ' + of_month};
}

} // namespace polhist::watch
