// Names for a version of a policy.
//
// `2021-08-11` (in force at the end of that day, UTC), an RFC 3339 instant, `v13`, `v1@INSTANT`
// (one of several versions of that id, by creation), `sha-` and twelve hexadecimal digits (a
// version without an id), `latest` (in force now or, of a policy that is withdrawn, last), `first`;
// each with `~N` for N states earlier.

#pragma once

#include "timeline/history.h"

#include <compare>

namespace polhist::timeline {

struct When {
    enum class Kind { instant, version, latest, first };

    Kind kind = Kind::latest;
    std::optional<Instant> instant; // of `instant`, and of `v1@INSTANT`
    std::string id;                 // of `version`
    std::size_t back = 0;           // the N of `~N`
    std::string text;               // as written
};

// Nothing if the text is no WHEN at all.
std::optional<When> parse_when(std::string_view text);

// What a WHEN names: a version, and the state it is meant in where it was ever in force. Several
// states of one version: the newest. A date before the first known version is an error that says
// what the first is, and so is one at which the policy was withdrawn.
struct Moment {
    std::size_t version = 0;          // position in History::versions
    std::optional<std::size_t> state; // position in History::states
};

Result<Moment> resolve(const History& history, const When& when);

// Whether it is a date at which the policy was withdrawn.
bool is_withdrawn_at(const History& history, const When& when);

} // namespace polhist::timeline
