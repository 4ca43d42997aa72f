#include "watch/crontab.h"
#include "watch/systemd.h"

#include <doctest/doctest.h>

namespace polhist::watch {
namespace {

TEST_CASE("a line is quoted for the shell and for cron") {
    const auto line = crontab_line(
        {"w", "/s", "17 * * * *", {"/usr/bin/polhist", "--store", "/a b/50%'s.git", "run", "w"}});
    REQUIRE(line);
    CHECK(*line == "17 * * * * /usr/bin/polhist --store '/a b/50\\%'\\''s.git' run w");
    CHECK_FALSE(crontab_line({"w", "/s", "* * * * *", {"/usr/bin/x\n* * * * * rm"}}));
}

TEST_CASE("a crontab has the line of a subscription once, and all else as it was") {
    const std::string others = "# mine\nMAILTO=a@example.com\n0 0 * * * backup";
    const std::string once = with_line(others, "w", "/s", "1 * * * * run");
    CHECK(once == others + "\n# polhist: w of /s\n1 * * * * run\n# polhist: end of w of /s\n");
    CHECK(with_line(once, "w", "/s", "1 * * * * run") == once);
    CHECK(with_line(once, "w", "/s", "2 * * * * run") ==
          others + "\n# polhist: w of /s\n2 * * * * run\n# polhist: end of w of /s\n");
    CHECK(with_line(once, "w", "/s", "") == others + '\n');
    // Another store, another name: another line.
    const std::string both = with_line(once, "w", "/t", "3 * * * * run");
    CHECK(with_line(both, "w", "/s", "") == with_line(others + '\n', "w", "/t", "3 * * * * run"));
    CHECK(with_line("", "w", "/s", "") == "");
}

TEST_CASE("a mark without its end takes nothing along") {
    const std::string torn = "# polhist: w of /s\n0 0 * * * backup\n";
    CHECK(with_line(torn, "w", "/s", "1 * * * * run") ==
          "# polhist: w of /s\n1 * * * * run\n# polhist: end of w of /s\n0 0 * * * backup\n");
}

TEST_CASE("units of systemd") {
    const auto units = units_of(
        {"w", "/s", "17 * * * *", {"/usr/bin/polhist", "--store", "/a b/50%$\"\\", "run", "w"}});
    REQUIRE(units);
    CHECK(units->name == "polhist-w");
    CHECK(units->service.find("ExecStart=\"/usr/bin/polhist\" \"--store\" \"/a b/50%%$$\\\"\\\\\" "
                              "\"run\" \"w\"\n") != std::string::npos);
    CHECK(units->timer.find("OnCalendar=*-*-* *:17:00\nPersistent=true\n") != std::string::npos);
}

} // namespace
} // namespace polhist::watch
