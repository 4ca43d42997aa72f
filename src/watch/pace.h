// Politeness towards a service: a pause from one request to the next, longer ones when the service
// says that it has enough, and an end to all of it.

#pragma once

#include <chrono>
#include <mutex>
#include <optional>

namespace polhist::watch {

// May be used by several threads, whose requests it spaces out together.
class Pace {
public:
    using Clock = std::chrono::steady_clock;

    // `pause`: from one request to the next; `patience`: until everything is given up.
    Pace(std::chrono::milliseconds pause, std::chrono::seconds patience);

    // Waits until the next request may begin; false where the time for all is up before that.
    bool wait();

    // The service refuses to answer for now: the next request begins no sooner than it `asked`, or
    // else after 20 pauses, and twice as long each further time, up to a minute. Refusals of
    // requests that were under way together count once. False where it asks for over five minutes.
    bool back_off(std::optional<std::chrono::seconds> asked);

    // The service answered.
    void relax();

private:
    std::mutex mutex_;
    std::chrono::milliseconds pause_;
    Clock::time_point end_;
    Clock::time_point next_;
    Clock::time_point quiet_until_;
    unsigned refusals_ = 0; // since it answered last
};

} // namespace polhist::watch
