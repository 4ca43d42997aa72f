// The kinds of action that patterns can tell apart.
//
// Every literal action is a class of its own; the wildcards make the others, each with an action
// that belongs to it and to none of the literals. What one action of a class meets, all of them
// meet.

#pragma once

#include "access/action_index.h"
#include "access/budget.h"

namespace polhist::access {

struct ActionClass {
    std::string action; // one that belongs to it, as a document spells it if one does
    Met met;            // the statements whose actions take it in
};

struct ActionClasses {
    std::vector<ActionClass> classes;
    bool complete = true; // false where the budget ran out before all classes were found
};

// The classes that changed patterns take in (all, where one of a NotAction is changed), less those
// that meet no statement. Cost grows with the characters of the patterns that changed ones overlap.
ActionClasses changed_classes(const ActionIndex& index, Budget& budget);

// The classes within one pattern, those that meet no statement too.
ActionClasses classes_within(const ActionIndex& index, const std::string& pattern, Budget& budget);

} // namespace polhist::access
