// Which action patterns two documents do not share.
//
// Nothing but an action that one of these matches can be given by one document and not the other;
// between two versions they are few, and of few services.

#pragma once

#include "access/action_index.h"
#include "access/pair.h"

#include <optional>
#include <vector>

namespace polhist::access {

struct Changed {
    // The patterns of each statement, by its position. One is changed that the other document does
    // not give (or deny) with the same body.
    BySide<std::vector<ActionPatterns>> patterns;

    // The services that changed patterns are of; nothing where they may be of any.
    std::optional<Services> services;

    explicit Changed(const Pair& pair);
};

} // namespace polhist::access
