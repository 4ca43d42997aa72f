// The kinds of action that the patterns of two documents can tell apart.
//
// Actions are `service:name`, lower case letters, digits and `-`. Every literal action of either
// document is a class of its own; the wildcards make the others, each with an action that belongs
// to it and to none of the literals. What one action of a class meets, all of them meet.

#pragma once

#include "access/budget.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::access {

// Which statements, by their numbers.
using Met = std::vector<bool>;

struct ActionClass {
    std::string action; // one that belongs to it, as a document spells it if one does
    Met met;            // the statements whose actions take it in
};

// The actions of one statement.
struct ActionPatterns {
    const std::vector<std::string>* patterns = nullptr;
    bool negated = false; // NotAction
};

struct ActionClasses {
    std::vector<ActionClass> classes;
    bool complete = true; // false where the budget ran out before all classes were found
};

// Classes that meet no statement are left out. Where documents spell a literal differently, the
// first spelling counts. Cost grows with the characters of all patterns.
ActionClasses classify(const std::vector<ActionPatterns>& statements, Budget& budget);

} // namespace polhist::access
