// The states of a condition key that some tests tell apart.

#pragma once

#include "judge/caller.h"
#include "judge/carried.h"
#include "judge/model.h"

namespace polhist::judge {

struct KeyStates {
    std::string key;           // lower case
    std::vector<Texts> values; // no values: absent
    bool may_have_several = false;
    Kind kind = Kind::text;
};

// A rule that a request may meet, and the policy whose language it is read in.
struct Watched {
    const Policy* policy = nullptr;
    const Rule* rule = nullptr;
    Unclear unclear = Unclear::ruled;
    bool variable_resource = false; // what its resources match follows from the context
};

// Absent, each value that the operators of the rules call for, and sets of them where a set
// operator tests the key. Where no variable is near, states that no test tells apart stand once.
KeyStates states_of(const std::string& key, const std::vector<Watched>& watched, Values values);

} // namespace polhist::judge
