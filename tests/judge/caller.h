// Who asks: a chain of links, each of which a list of principals may name.
//
// An account's root, then a user; or root, role, session; or one service, identity provider or
// canonical user; or somebody without credentials, whom only `*` takes in. A role on its own is a
// session of it that has no name.

#pragma once

#include "judge/model.h"

namespace polhist::judge {

// How much of a caller's chain a list names.
struct Listing {
    std::size_t links = 0;
    std::size_t listed = 0;
    bool caller_listed = false; // the last link, which is the caller in person
};

Listing listing_of(const std::vector<Name>& names, const Name& caller);

// How callers are read of whom AWS leaves open what a NotPrincipal says: as SEMANTICS rules, or the
// other way.
enum class Unclear { ruled, flipped };

// Whether a rule is about a caller.
bool matches_principal(const Rule& rule, const std::optional<Name>& caller, Unclear unclear);

// Whether a request can come from it: never an account number, a role itself, or a pattern.
bool is_caller(const Name& name);

} // namespace polhist::judge
