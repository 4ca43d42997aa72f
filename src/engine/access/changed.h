// Which action patterns two documents do not share.
//
// Where one document gives an action and the other does not, a changed pattern matches it (or, of a
// NotAction, does not). Between two versions changed patterns are few, and of few services.

#pragma once

#include "access/action_patterns.h"
#include "access/pair.h"

#include <optional>
#include <vector>

namespace polhist::access {

struct Changed {
    // The patterns of each statement, by its position. One is changed that the other document does
    // not give (or deny) with the same body, in the same layers of sets. Where `services` are
    // told, only patterns of these count.
    BySide<std::vector<ActionPatterns>> patterns;

    // The services that changed patterns are of; nothing where they may be of any.
    std::optional<Services> services;

    explicit Changed(const Pair& pair);
};

} // namespace polhist::access
