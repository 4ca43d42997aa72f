// What changed between two documents, in permissions.
//
// The changed grants are the difference of two sets (policy/grant.h), so order, splitting, merging,
// `Sid`, list form, repetition and letter case never show. Each is then told in exactly one way:
// an action that was not there, a resource that is new to its action, or another principal or
// condition set on an action and resource that were there.

#pragma once

#include "access/compare.h"
#include "policy/grant.h"

#include <optional>
#include <span>
#include <vector>

namespace polhist::diff {

// A grant that came or went. `covered`: an added one that old already allowed in full, a removed
// one that new still allows (for a Deny, denies); nothing while that is not proven. `covered_by`:
// the statements of the other document each of which alone does it (diff/containment.h); it may be
// empty for a covered grant.
struct Change {
    policy::Grant grant;
    std::optional<bool> covered;
    std::vector<const policy::Statement*> covered_by{};
};

struct Changes {
    std::vector<Change> added;
    std::vector<Change> removed;

    [[nodiscard]] bool empty() const { return added.empty() && removed.empty(); }

    [[nodiscard]] std::size_t size() const { return added.size() + removed.size(); }
};

// One effect, action and resource whose principals or conditions were others before.
struct Rewrite {
    std::vector<Change> from;
    std::vector<Change> to;
};

// All lists are sorted as grants are. The grants are views: both documents must stay.
struct Difference {
    policy::Language from_language;
    policy::Language to_language;
    access::Access access;
    Changes grants;    // all of them; empty if and only if both grant the same
    Changes actions;   // effect and action are new, or gone
    Changes resources; // effect and action stayed, the resource is new to it, or gone from it
    Changes conditions;
    std::vector<Rewrite> rewrites;
};

// Cost grows as n log n with the grants of both documents; access/compare.h says what `budget` is.
Difference compare(const policy::Document& before,
                   const policy::Document& after,
                   std::size_t budget = access::usual_budget);

// Whether nothing changed that a gate should stop at: the same grants, proven equivalent alone and
// whatever other documents stand beside them.
bool is_quiet(const Difference& difference);

} // namespace polhist::diff
