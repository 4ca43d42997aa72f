#include "watch/pace.h"

#include <algorithm>
#include <thread>

namespace polhist::watch {

using namespace std::chrono_literals;

Pace::Pace(std::chrono::milliseconds pause, std::chrono::seconds patience)
    : pause_(pause),
      end_(Clock::now() + patience),
      next_(Clock::now()),
      quiet_until_(next_) {}

bool Pace::wait() {
    while (true) {
        Clock::time_point turn;
        {
            const std::lock_guard lock(mutex_);
            turn = std::max(Clock::now(), next_);
            if (turn >= end_) {
                return false;
            }
            next_ = turn + pause_;
        }
        std::this_thread::sleep_until(turn);
        // While this one slept, another may have been refused.
        const std::lock_guard lock(mutex_);
        if (turn >= quiet_until_) {
            return true;
        }
    }
}

bool Pace::back_off(std::optional<std::chrono::seconds> asked) {
    constexpr auto most_asked = 5min;
    constexpr Clock::duration longest = 1min;
    constexpr int first = 20;
    constexpr unsigned most_doublings = 6;
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    if (asked && *asked > most_asked) {
        return false;
    }
    if (now >= quiet_until_ || asked) {
        const Clock::duration doubled =
            first * pause_ * (1U << std::min(refusals_, most_doublings));
        ++refusals_;
        quiet_until_ = std::max(quiet_until_, now + (asked ? *asked : std::min(doubled, longest)));
        next_ = std::max(next_, quiet_until_);
    }
    return true;
}

void Pace::relax() {
    const std::lock_guard lock(mutex_);
    refusals_ = 0;
}

} // namespace polhist::watch
