#include "watch/schedule.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

namespace polhist::watch {
namespace {

// Local time in UTC while it lives.
class InUtc {
public:
    InUtc() { set("UTC"); }

    InUtc(const InUtc&) = delete;
    InUtc& operator=(const InUtc&) = delete;

    ~InUtc() {
        unsetenv("TZ");
        tzset();
    }

    static void set(const char* zone) {
        setenv("TZ", zone, 1);
        tzset();
    }
};

std::string last(const std::string& schedule, time_t now) {
    const auto parsed = Schedule::parse(schedule);
    const auto time = parsed ? parsed->last_before(now) : std::nullopt;
    if (!time) {
        return "never";
    }
    tm parts{};
    gmtime_r(&*time, &parts);
    char text[32];
    return {text, strftime(text, sizeof text, "%F %T %a", &parts)};
}

TEST_CASE("the last time of a schedule") {
    const InUtc utc;
    constexpr time_t now = 1628705230; // 2021-08-11 18:07:10, a Wednesday
    CHECK(last("* * * * *", now) == "2021-08-11 18:07:00 Wed");
    CHECK(last("17 * * * *", now) == "2021-08-11 17:17:00 Wed");
    CHECK(last("@hourly", now) == "2021-08-11 18:00:00 Wed");
    CHECK(last("*/15 * * * *", now) == "2021-08-11 18:00:00 Wed");
    CHECK(last("7 18 * * *", now) == "2021-08-11 18:07:00 Wed");
    CHECK(last("8 18 * * *", now) == "2021-08-10 18:08:00 Tue");
    CHECK(last("0 9 * * mon-fri", now) == "2021-08-11 09:00:00 Wed");
    CHECK(last("0 9 * * 7", now) == "2021-08-08 09:00:00 Sun");
    CHECK(last("0 9 * * 0", now) == "2021-08-08 09:00:00 Sun");
    CHECK(last("0 0 1 * *", now) == "2021-08-01 00:00:00 Sun");
    CHECK(last("0 0 1 * tue", now) == "2021-08-10 00:00:00 Tue"); // either day
    CHECK(last("0 0 29 feb *", now) == "2020-02-29 00:00:00 Sat");
    CHECK(last("0 0 30 2 *", now) == "never");
    CHECK(last("10,40 3-5 * * *", now) == "2021-08-11 05:40:00 Wed");
}

TEST_CASE("where clocks change") {
    const InUtc utc;
    InUtc::set("Europe/Berlin");
    // 02:30 does not exist on 2021-03-28; whatever it is taken for, it is found and in the past.
    constexpr time_t now = 1616932800; // 2021-03-28 12:00 UTC
    CHECK(last("30 2 * * *", now).starts_with("2021-03-28 0"));
    CHECK(last("0 12 * * *", now) == "2021-03-28 10:00:00 Sun");
}

TEST_CASE("what is no schedule") {
    for (const char* text : {"",
                             "* * * *",
                             "* * * * * *",
                             "60 * * * *",
                             "* 24 * * *",
                             "* * 0 * *",
                             "* * * 13 *",
                             "* * * * 8",
                             "5-3 * * * *",
                             "*/0 * * * *",
                             "5/2 * * * *",
                             "1,,2 * * * *",
                             "x * * * *",
                             "@often",
                             "* * * * *\n* * * * * rm"}) {
        CAPTURE(text);
        CHECK_FALSE(Schedule::parse(text));
    }
}

TEST_CASE("as systemd has it") {
    const auto calendar = [](const std::string& text) {
        std::string all;
        for (const std::string& expression : Schedule::parse(text)->calendar()) {
            all += (all.empty() ? "" : " | ") + expression;
        }
        return all;
    };
    CHECK(calendar("17 * * * *") == "*-*-* *:17:00");
    CHECK(calendar("* * * * *") == "*-*-* *:*:00");
    CHECK(calendar("30 6 * * 1-5") == "Mon,Tue,Wed,Thu,Fri *-*-* 06:30:00");
    CHECK(calendar("0 0 1 1,7 *") == "*-01,07-01 00:00:00");
    CHECK(calendar("0 0 1 * tue") == "*-*-01 00:00:00 | Tue *-*-* 00:00:00");
}

} // namespace
} // namespace polhist::watch
