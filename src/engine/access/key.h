// The values of one condition key that make some tests true and others false.
//
// A key is absent, has one value, or (where it can) several; each is tried, in that order, but a
// key that real requests have is looked for with a value first. Strings and ARNs are
// solved as words (access/word.h); numbers, instants and addresses by the stretches of a line that
// comparisons accept (access/line.h). Where tests of one key read it in different ways, values that
// stand in them are tried, and "none" is not proven.

#pragma once

#include "access/budget.h"
#include "access/condition.h"
#include "access/key_kind.h"
#include "access/word.h"

#include <string>
#include <vector>

namespace polhist::access {

// A test that must be true, or with `refuted` false.
struct Demand {
    const Test* test = nullptr;
    bool refuted = false;
};

// How a key may occur in the requests that are looked for.
enum class Presence { any, absent, one, several };

struct KeyProblem {
    std::vector<Demand> demands;
    KeyKind kind;
    std::string_view key; // folded

    // Every test of it, demanded or not, where they read its values in different ways.
    std::vector<const Test*> mixed;
    Presence presence = Presence::any;
    const Pattern* shape = nullptr; // a single value must match it too

    // Values of variables. With `unknowns` they are tokens that may hold unknowns, and only
    // `Search::none` is certain; else they are what `lookup` says.
    bool unknowns = false;
    const Meaning* meaning = nullptr;
    const Lookup* lookup = nullptr;
    Budget* budget = nullptr;
};

struct KeyValues {
    Search search = Search::none;
    std::vector<std::string> values; // where found without unknowns; empty: absent
};

KeyValues solve(const KeyProblem& problem);

} // namespace polhist::access
