// Grants counted once more, in the simplest way: as a set of texts. What the engine says of a
// difference must agree with it.

#pragma once

#include "diff/difference.h"
#include "policy/document.h"

#include <set>
#include <string>

namespace polhist::properties {

using Texts = std::set<std::string>;

// Every grant as one text: effect, action, resource, then principal and conditions.
Texts grants_in(const policy::Document& document);

// What is in `left` and not in `right`.
Texts without(const Texts& left, const Texts& right);

// The grants that a difference tells, as such texts, after checking that it tells each of them
// once, and as what it is: an action, a resource, or other conditions.
struct Told {
    Texts added;
    Texts removed;
};

Told told_by(const diff::Difference& difference,
             const policy::Document& before,
             const policy::Document& after);

} // namespace polhist::properties
