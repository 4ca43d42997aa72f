#include "watch/attempts.h"

#include <doctest/doctest.h>

namespace polhist::watch {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t hour = 3600 * second;
constexpr std::int64_t day = 24 * hour;

TEST_CASE("tries are 1, 5 and 25 minutes apart, then an hour or a little more") {
    Attempts attempts;
    Instant now{1000 * day};
    for (const std::int64_t minutes : {1, 5, 25, 60, 60}) {
        CHECK(is_due(attempts, now));
        note_failure(attempts, {"no", {}}, now, 0);
        CHECK(attempts.next->microseconds - now.microseconds == minutes * 60 * second);
        CHECK_FALSE(is_due(attempts, {attempts.next->microseconds - 1}));
        now = *attempts.next;
    }
    note_failure(attempts, {"no", {}}, now, 1);
    CHECK(attempts.next->microseconds - now.microseconds == 66 * 60 * second);
}

TEST_CASE("what the sink asks for is waited for") {
    Attempts attempts;
    note_failure(attempts, {"busy", std::chrono::seconds(600)}, {day}, 0);
    CHECK(attempts.next->microseconds == day + 600 * second);
    // But not less than by itself.
    note_failure(attempts, {"busy", std::chrono::seconds(1)}, {day}, 0);
    CHECK(attempts.next->microseconds == day + 300 * second);
}

TEST_CASE("after seven days it is parked") {
    Attempts attempts;
    Instant now{1000 * day};
    while (!attempts.parked) {
        CHECK(now.microseconds <= 1007 * day + hour);
        note_failure(attempts, {"no", {}}, now, 0);
        now = *attempts.next;
    }
    CHECK(now.microseconds > 1007 * day);
    CHECK_FALSE(is_due(attempts, {now.microseconds + 100 * day}));
}

TEST_CASE("a clock that is set") {
    Attempts attempts;
    note_failure(attempts, {"no", {}}, {1000 * day}, 0);
    SUBCASE("back makes a try due") {
        CHECK(is_due(attempts, {999 * day}));
    }
    SUBCASE("ahead parks nothing that failed once or twice") {
        note_failure(attempts, {"no", {}}, {2000 * day}, 0);
        CHECK_FALSE(attempts.parked);
    }
    SUBCASE("back counts the days anew") {
        note_failure(attempts, {"no", {}}, {10 * day}, 0);
        CHECK(attempts.first == Instant{10 * day});
    }
}

} // namespace
} // namespace polhist::watch
