// Who may ask: the principals that the lists of two documents can tell apart.

#pragma once

#include "policy/document.h"

#include <optional>
#include <vector>

namespace polhist::access {

// A list that must name, or take in, the principal, or with `refuted` must not.
struct PrincipalDemand {
    const policy::Principals* list = nullptr;
    bool refuted = false;
};

// All that are named, one more of each named account and role, and one of each kind that is not
// named: what one of them meets, all that are like it meet.
std::vector<policy::Principal>
distinct_principals(const std::vector<const policy::Principals*>& lists);

// The first candidate that meets all demands.
std::optional<policy::Principal> find_principal(const std::vector<PrincipalDemand>& demands,
                                                const std::vector<policy::Principal>& candidates);

} // namespace polhist::access
