// When a sink that failed is tried again: after 1, 5 and 25 minutes, then every hour or a little
// more. After seven days it is parked: what waits for it is kept, and it is tried only on request.

#pragma once

#include "core/instant.h"

#include <chrono>
#include <optional>
#include <string>

namespace polhist::watch {

struct Attempts {
    unsigned failures = 0;        // since it last accepted something
    std::optional<Instant> first; // of these failures
    std::optional<Instant> last;
    std::optional<Instant> next; // not before
    bool parked = false;
    std::string error; // of the last
};

// Whether a try is due. Where the clock was set back since the last failure, it is.
bool is_due(const Attempts& attempts, Instant now);

struct Failure {
    std::string error;
    std::optional<std::chrono::seconds> retry_after; // what the sink asked for
};

// `jitter`, from 0 to 1, spreads those that failed together over six minutes.
void note_failure(Attempts& attempts, const Failure& failure, Instant now, double jitter);

} // namespace polhist::watch
