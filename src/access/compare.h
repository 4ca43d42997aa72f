// The verdict on two documents, with requests as proof.
//
// What is proven so far: equal grants are equivalent (unless `${…}` is read under another Version),
// and where neither side denies and the grants only grew, an unconditional Allow of a literal
// action that no old Allow's pattern matches makes new broader. The reverse makes it narrower.
// Everything else is undecided, and says why. A condition operator that is not known leaves all
// undecided, because nobody can say what it tests.

#pragma once

#include "access/verdict.h"
#include "policy/grant.h"

#include <span>

namespace polhist::access {

// The grants that only one side has, sorted.
struct GrantChanges {
    std::span<const policy::Grant> added;
    std::span<const policy::Grant> removed;
};

Access
compare(const policy::Document& before, const policy::Document& after, const GrantChanges& changes);

// Whether `document` certainly does not allow all of an Allow grant (false), or it is not known.
std::optional<bool> covers(const policy::Document& document, const policy::Grant& grant);

// Whether a condition operator is one that AWS documents, set prefix and `IfExists` included.
bool is_known_operator(std::string_view comparison);

} // namespace polhist::access
