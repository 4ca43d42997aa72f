#include "watch/attempts.h"

#include <algorithm>
#include <array>

namespace polhist::watch {
namespace {

using std::chrono::seconds;

constexpr std::array<seconds, 3> first_waits{seconds(60), seconds(300), seconds(1500)};
constexpr seconds hour(3600);
constexpr double spread = 360;
constexpr seconds patience(seconds(7 * 24) * 3600);
// A clock that jumps a week ahead must not park what failed once.
constexpr unsigned least_failures = 5;

Instant later(Instant instant, seconds by) {
    return {instant.microseconds + std::chrono::microseconds(by).count()};
}

} // namespace

bool is_due(const Attempts& attempts, Instant now) {
    if (attempts.parked) {
        return false;
    }
    const bool set_back = attempts.last && now < *attempts.last;
    return !attempts.next || set_back || now >= *attempts.next;
}

void note_failure(Attempts& attempts, const Failure& failure, Instant now, double jitter) {
    seconds wait = attempts.failures < first_waits.size()
                       ? first_waits[attempts.failures]
                       : hour + seconds(static_cast<long>(jitter * spread));
    wait = std::max(wait, failure.retry_after.value_or(seconds(0)));
    ++attempts.failures;
    if (!attempts.first || now < *attempts.first) {
        attempts.first = now;
    }
    attempts.last = now;
    attempts.next = later(now, wait);
    attempts.error = failure.error;
    attempts.parked =
        attempts.failures >= least_failures && later(*attempts.first, patience) <= now;
}

} // namespace polhist::watch
