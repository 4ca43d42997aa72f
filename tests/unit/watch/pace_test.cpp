#include "watch/pace.h"

#include <doctest/doctest.h>

namespace polhist::watch {
namespace {

using namespace std::chrono_literals;

// How long something takes.
template <typename Do>
std::chrono::milliseconds time_of(Do what) {
    const auto start = Pace::Clock::now();
    what();
    return std::chrono::duration_cast<std::chrono::milliseconds>(Pace::Clock::now() - start);
}

TEST_CASE("requests are apart") {
    Pace pace(10ms, 60s);
    CHECK(pace.wait());
    CHECK(time_of([&] {
              CHECK(pace.wait());
              CHECK(pace.wait());
          }) >= 19ms);
}

TEST_CASE("a service that has enough is left alone, longer each time") {
    Pace pace(1ms, 60s);
    CHECK(pace.wait());
    CHECK(pace.back_off({}));
    CHECK(pace.back_off({})); // of a request that was under way with the first
    CHECK(time_of([&] { CHECK(pace.wait()); }) >= 19ms);
    CHECK(pace.back_off({}));
    CHECK(time_of([&] { CHECK(pace.wait()); }) >= 39ms);
    pace.relax();
    CHECK(pace.back_off(0s));
    CHECK(pace.wait());
    CHECK(pace.back_off(1s));
    CHECK(time_of([&] { CHECK(pace.wait()); }) >= 999ms);
    CHECK_FALSE(pace.back_off(301s));
}

TEST_CASE("time is up") {
    Pace pace(1ms, 0s);
    CHECK_FALSE(pace.wait());
}

} // namespace
} // namespace polhist::watch
