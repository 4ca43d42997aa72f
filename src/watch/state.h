// What a subscription remembers from run to run beside the store: when it last saw its source, and
// how its sinks fare. All of it may be lost; then a source is read in full and sinks are tried at
// once, and nothing that is to be told is missed.

#pragma once

#include "core/error.h"
#include "json/location.h"
#include "watch/attempts.h"

#include <map>
#include <string>

namespace polhist::watch {

struct SinkState {
    std::size_t pending = 0;      // events that wait for it
    std::optional<Instant> since; // they do
    Attempts attempts;
    std::optional<Instant> delivered; // it last accepted one
};

struct State {
    std::optional<Instant> looked;  // at a whole and believable source
    std::string mark;               // what the source gave to tell that it is unchanged
    std::string source;             // for which
    std::string memory;             // what it noted for itself; over 4 MiB it is not kept
    std::string commit;             // the newest one of the store then
    std::optional<Instant> failing; // since when the source fails
    std::string error;
    std::map<std::string, SinkState> sinks; // by sink_id
};

std::string state_json(const State& state);

// What cannot be read counts as not there.
Result<State> parse_state(const json::Source& source);

} // namespace polhist::watch
