// What each day changed in a policy, in actions and grants.

#pragma once

#include "diff/difference.h"
#include "ledger/audit.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::ledger {

// An action of a changed grant, as spelt (`NotAction …` for a whole list of them), and what became
// of it: `added`, `removed`, or `changed what is granted by` where only its resources, principals
// or conditions did.
struct ChangedAction {
    std::string name;
    std::string_view how;
};

using ChangedActions = std::map<std::string, ChangedAction>; // by name without letter case

// What one day brought, however many versions came that day. The grants are views of `before` and
// `after`.
struct Change {
    std::string day;                          // UTC
    std::string version;                      // the last of that day
    const policy::Document* before = nullptr; // none for the first version of all
    const policy::Document* after = nullptr;
    diff::Changes grants; // none where there is no `before`
    ChangedActions actions;
};

// Oldest first; days that changed no grant are left out. What the first version known brought is
// only a change where that is `v1`: any other had a predecessor, and what that granted is not
// known.
std::vector<Change> changes_of(const Subject& subject);

// What changed, for a message: ``added `ssm:DescribeAssociationExecutions` on `*` ``. At most five
// grants are told, the others counted.
std::string told(const diff::Changes& grants);

} // namespace polhist::ledger
