// What a subscription found to have changed with one policy.

#pragma once

#include "timeline/claim.h"
#include "timeline/succession.h"

#include <optional>
#include <string>
#include <string_view>

namespace polhist::watch {

// `version`: a new one, or the first of a policy that was not there before. `rollback` and
// `reinstated`: a return to an older and to a newer one. `recreated`: an id that AWS gave a second
// time. `withdrawn`: the policy is gone; `returned`: it is back. `conflict`: another document under
// an id and creation that had one already.
enum class Kind { version, rollback, reinstated, recreated, withdrawn, returned, conflict };

std::string_view name_of(Kind kind);

// A version as somebody saw it in force.
using Sight = timeline::VersionIdentity;

struct Event {
    Kind kind = Kind::version;
    timeline::PolicyKey policy;
    std::optional<Sight> from; // nothing for the first version of a policy
    std::optional<Sight> to;   // nothing for `withdrawn`
    Instant at;                // when it came into effect, as far as is known
    Instant seen;              // when the subscription saw it
};

// What makes an event the same when it is told again: SHA-256 of the subscription, the kind, the
// policy, its version, both documents and `at`.
std::string key_of(std::string_view subscription, const Event& event);

} // namespace polhist::watch
