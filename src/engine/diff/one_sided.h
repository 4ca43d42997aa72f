// The grants that two documents do not share.
//
// Versions of a policy share nearly all of their grants, so these are told without writing the
// others out: first the actions that stand in statements of the same rest on both sides go, and
// what is left is looked for among the grants of the same actions alone.

#pragma once

#include "policy/counterparts.h"
#include "policy/grant.h"

#include <vector>

namespace polhist::diff {

// All lists are sorted by policy::compare. The grants are views: both documents must stay.
struct OneSided {
    std::vector<policy::Grant> only;   // that the other document does not have
    std::vector<policy::Grant> across; // of the other document: at least all of an action in `only`
};

// The grants that `ours` has and `theirs` has not: exactly the difference of the sets that
// policy::grants_of gives. `counterparts`: of the statements of `ours`. Cost grows with the
// patterns of both, and n log n with the grants of what differs.
OneSided one_sided(const policy::Document& ours,
                   const std::vector<policy::Counterpart>& counterparts,
                   const policy::Document& theirs);

} // namespace polhist::diff
