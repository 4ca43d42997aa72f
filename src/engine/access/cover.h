// Whether one document gives all that a grant of the other does.

#pragma once

#include "access/actions.h"
#include "access/changed.h"
#include "access/pair.h"

#include <map>
#include <optional>
#include <tuple>

namespace polhist::access {

class Cover {
public:
    // Both must stay.
    Cover(Pair& pair, const Changed& changed) : pair_(pair), changed_(changed) {}

    // Whether the other side allows (for a Deny: denies) all that a grant of `side` does; nothing
    // where that is not decided. No statement of either may have an unknown operator.
    std::optional<bool> is_covered(Side side, const policy::Grant& grant);

private:
    const ActionClasses& classes_of(Side side, const policy::Grant& grant);
    ActionClasses classes_outside(Side across, const std::vector<std::string>& not_actions);
    [[nodiscard]] std::vector<ActionPatterns> patterns_of(Side side) const;
    const ActionIndex& index(Side side, std::string_view action);
    std::optional<bool> is_covered_in(const Met& met, Side side, policy::Effect effect, Body body);
    std::optional<bool> decide(const Met& met, Side across, policy::Effect effect, Body body);

    Pair& pair_;
    const Changed& changed_;
    BySide<std::optional<ActionIndex>> indexes_;      // of each document alone
    BySide<std::optional<ActionIndex>> few_services_; // those that changed
    std::map<std::pair<Side, std::string>, ActionClasses> within_;
    std::map<const policy::Statement*, ActionClasses> outside_; // of a NotAction
    std::map<std::tuple<Met, Side, policy::Effect, Body>, std::optional<bool>> known_;
};

} // namespace polhist::access
