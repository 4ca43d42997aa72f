// Users, groups and roles over time: what is believed of them, from what was observed.
//
// The rule, for one principal:
// 1. An observation tells all of it: attachments, inline policies, groups, boundary. It counts from
//    its instant on, until the next that tells something else. Creation dates of principals are
//    kept, but nothing is believed of the time before the first observation: what was attached
//    then nobody saw.
// 2. Where a poll of the account lists principals of its kind in full and the same observer did not
//    observe this one at that instant, it is gone from then on. A poll of which no principal at all
//    was observed says nothing: it was recorded for its policies alone.
// 3. Of one instant, what finds it counts for more than what misses it, and of two observations the
//    one that is later in the order of their values.
// So it means nothing in which order observations came into a store.

#pragma once

#include "timeline/claim.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::timeline {

// One principal from an instant on. Without `facts` it was gone.
struct PrincipalState {
    Instant since;
    std::optional<PrincipalObservation> facts; // of the first observation that told this
};

struct PrincipalHistory {
    PrincipalKey key;
    std::vector<PrincipalState> states; // oldest first; two that follow each other differ
    Instant known_until;                // its newest observation, or poll that listed its kind

    // The state at an instant; null before the first.
    [[nodiscard]] const PrincipalState* at(Instant instant) const;

    // The ARN that it had last.
    [[nodiscard]] const std::string& arn() const;

    // When the time in which it was there at an instant began, and when it ended, if it has.
    struct Span {
        Instant first;
        std::optional<Instant> until;
    };

    // Nothing where it was not there.
    [[nodiscard]] std::optional<Span> span_at(Instant instant) const;
};

// `user`, `group` or `role`.
std::string_view kind_of(const PrincipalKey& key);

// Those of every principal that was observed, sorted by key; `observations` in any order.
std::vector<PrincipalHistory> derive_principals(std::vector<PrincipalObservation> observations,
                                                std::span<const Poll> polls);

} // namespace polhist::timeline
