// Whether subscriptions are well: nothing dies in silence.

#pragma once

#include "watch/book.h"

#include <string>
#include <vector>

namespace polhist::watch {

struct SinkHealth {
    std::string id;
    std::string sink; // redacted
    SinkState state;
    bool overdue = false; // something has waited for over two intervals
};

struct Health {
    std::string subscription;
    std::string source; // redacted
    std::string schedule;
    std::optional<Instant> looked; // at a whole and believable source
    bool overdue = false;          // not for over two intervals
    std::optional<Instant> failing;
    std::string error;
    std::vector<SinkHealth> sinks;
    std::string advice; // one line: what is wrong and what to do; empty where all is well

    [[nodiscard]] bool is_good() const { return advice.empty(); }
};

// What the state of a subscription says at `now`. One that was never run is overdue two intervals
// after it was made.
Health health_of(const Subscription& subscription, const State& state, Instant now);

std::string status_text(const std::vector<Health>& all);

// `polhist.status/1`.
std::string status_json(const std::vector<Health>& all);

// The text format that Prometheus scrapes.
std::string status_prometheus(const std::vector<Health>& all);

} // namespace polhist::watch
