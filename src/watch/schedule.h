// Schedules as cron writes them: `17 * * * *`.
//
// Five fields (minute, hour, day of the month, month, day of the week) of `*`, numbers, names,
// ranges, steps and lists, or `@hourly`, `@daily`, `@midnight`, `@weekly`, `@monthly`, `@yearly`,
// `@annually`. Where both days are restricted, either will do. Source: crontab(5).

#pragma once

#include "core/error.h"

#include <bitset>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::watch {

class Schedule {
public:
    static Result<Schedule> parse(std::string_view text);

    // The last time at or before `now` that it names, in local time; nothing where there is none in
    // five years.
    [[nodiscard]] std::optional<time_t> last_before(time_t now) const;

    // The same as expressions for `OnCalendar=` of systemd.timer(5): one, or two where either day
    // will do.
    [[nodiscard]] std::vector<std::string> calendar() const;

private:
    [[nodiscard]] bool has_day(const tm& day) const;

    std::bitset<60> minutes_;
    std::bitset<24> hours_;
    std::bitset<32> days_;
    std::bitset<13> months_;
    std::bitset<7> weekdays_;
    bool any_day_ = true;
    bool any_weekday_ = true;
};

} // namespace polhist::watch
