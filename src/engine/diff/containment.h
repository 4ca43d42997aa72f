// Which statements take in a grant, each on its own and piece by piece.
//
// A reader asks of a covered grant: by what? Mostly one statement holds it whole: its patterns take
// in the action and the resource by their letters, its principals the principal, and it has no
// condition that the grant has not, or only wider ones. That is quick to see and certain; a grant
// that several statements take in only together has none here. Denies are no part of the question.

#pragma once

#include "policy/grant.h"

#include <optional>
#include <string>
#include <vector>

namespace polhist::diff {

// One document made ready for such questions; it must stay.
class Containment {
public:
    // `same_language`: the grants that are asked for are of a document that reads `${…}` as this
    // one does; else there are no answers. Each look at a pattern takes one of `looks`; without any
    // left there are no answers either.
    Containment(const policy::Document& document, bool same_language, std::size_t looks);

    // The statements of the same effect that take in `grant`, in order.
    std::vector<const policy::Statement*> statements_containing(const policy::Grant& grant);

private:
    // A statement. Most of its actions have no wildcard, and are looked up.
    struct Entry {
        const policy::Statement* statement;
        std::size_t looks;
        std::optional<std::vector<const std::string*>> wildcards; // of its actions, once asked for
    };

    static bool takes_in_action(Entry& entry, const policy::Grant& grant);

    std::vector<Entry> entries_;
    bool same_language_;
    std::size_t looks_;
};

} // namespace polhist::diff
