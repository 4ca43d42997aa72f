// When policies allowed some access, over all that was ever in force.
//
// Access is asked of each state in force, by effect (access/permission.h). A span is a run of
// states that all answer alike: allowed always, or allowed only under conditions. Where that
// changes while access stays allowed, the span ends and another begins with the same state; where
// the next span begins later, or there is none, access was lost. A policy that is withdrawn ends
// the span, too. A state that could not be decided makes a span of its own that says why and counts
// as conditional, so that nobody takes it for "not allowed".
//
// Versions without a date were in force at a time nobody knows, if ever: they stand beside the
// spans.

#pragma once

#include "answers/horizon.h"
#include "answers/inquiry.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace polhist::answers {

// A version, and when it came into force as far as that is known.
struct Moment {
    std::string version; // empty: none was in force any more
    std::optional<Instant> at;
};

struct Span {
    Moment from;
    // The first state that answers otherwise; without a version, the policy was withdrawn; none:
    // until now.
    std::optional<Moment> until;
    bool conditional = false;
    bool first_known = false; // it begins with the first state known, and may have begun before
    access::Permission permission; // of its first state
};

// A version without a date that allows it.
struct Undated {
    std::string version;
    access::Permission permission;
};

struct AllowedBy {
    std::string name;
    std::vector<Span> spans; // oldest first
    std::vector<Undated> undated;
};

struct WhenAllowed {
    access::Question question;
    std::vector<AllowedBy> policies; // that ever allowed it, by name
    std::size_t asked = 0;           // how many policies there are to ask
    Horizon horizon;
};

// `policies`: names, ARNs or patterns; none: all.
Result<WhenAllowed> when_allowed(const timeline::Archive& archive,
                                 const access::Question& question,
                                 std::span<const std::string> policies,
                                 std::size_t budget);

} // namespace polhist::answers
