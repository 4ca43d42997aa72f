#include "access/cover.h"

#include "access/glob.h"

#include <algorithm>

namespace polhist::access {

using policy::Effect;
using policy::Grant;

std::optional<bool> Cover::is_covered(Side side, const Grant& grant) {
    const CompiledStatement& statement = pair_.statements(side)[grant.statement().index];
    const Body body = pair_.parts().body_of(statement, grant);
    const ActionClasses& classes = classes_of(side, grant);
    bool sure = classes.complete;
    for (const ActionClass& one : classes.classes) {
        const auto here = is_covered_in(one.met, side, grant.effect(), body);
        if (here == false) {
            return false;
        }
        sure = sure && here.has_value();
    }
    return sure ? std::optional(true) : std::nullopt;
}

// The classes that the statements of the other document make of the actions of a grant.
const ActionClasses& Cover::classes_of(Side side, const Grant& grant) {
    const Side across = other(side);
    if (grant.action() == nullptr) {
        const auto [known, fresh] = outside_.emplace(&grant.statement(), ActionClasses{});
        if (fresh) {
            known->second = classes_outside(across, *grant.not_action());
        }
        return known->second;
    }
    const auto [known, fresh] =
        within_.emplace(std::pair(side, policy::folded(*grant.action())), ActionClasses{});
    if (fresh) {
        Budget& budget = pair_.budget();
        const std::string& action = known->first.second;
        if (has_wildcard(action)) {
            // Out of what the question before left: many hard ones would take it from all others.
            known->second = classes_within(index(across, action), action, budget);
        } else if (is_action(action)) {
            budget.begin_question();
            known->second.complete = budget.spend(pair_.statements(across).size());
            if (known->second.complete) {
                known->second.classes.push_back({action, index(across, action).met_by(action)});
            }
        }
    }
    return known->second;
}

ActionClasses Cover::classes_outside(Side across, const std::vector<std::string>& not_actions) {
    // The index is made anew for each list of exceptions, of all patterns there are.
    constexpr std::size_t cost_of_a_pattern = 16;
    pair_.budget().begin_question();
    if (!pair_.budget().spend(cost_of_a_pattern * pair_.statements(across).size())) {
        return {{}, false};
    }
    std::vector<ActionPatterns> patterns = patterns_of(across);
    const std::size_t added = patterns.size();
    std::size_t count = not_actions.size();
    for (const ActionPatterns& statement : patterns) {
        count += statement.patterns->size();
    }
    if (!pair_.budget().spend(cost_of_a_pattern * count)) {
        return {{}, false};
    }
    patterns.push_back({&not_actions, true, std::vector<bool>(not_actions.size(), true)});
    ActionClasses classes = changed_classes(ActionIndex(std::move(patterns)), pair_.budget());
    std::erase_if(classes.classes, [&](const ActionClass& one) { return !one.met[added]; });
    for (ActionClass& one : classes.classes) {
        one.met.remove(added);
    }
    return classes;
}

std::vector<ActionPatterns> Cover::patterns_of(Side side) const {
    std::vector<ActionPatterns> patterns;
    for (const CompiledStatement& statement : pair_.statements(side)) {
        const policy::Patterns& actions = statement.source->actions;
        patterns.push_back({&actions.values, actions.negated, {}});
    }
    return patterns;
}

// One that tells actions (folded) of the service of a pattern. Nearly all that is asked for is of a
// service that changed.
const ActionIndex& Cover::index(Side side, std::string_view action) {
    const bool few =
        changed_.services && changed_.services->contains(std::string(service_of(action)));
    auto& index = (few ? few_services_ : indexes_)[side];
    if (!index) {
        index.emplace(few ? changed_.patterns[side] : patterns_of(side));
    }
    return *index;
}

std::optional<bool> Cover::is_covered_in(const Met& met, Side side, Effect effect, Body body) {
    const auto [known, fresh] = known_.emplace(std::tuple(met, side, effect, body), std::nullopt);
    if (fresh) {
        known->second = decide(met, other(side), effect, body);
    }
    return known->second;
}

// An Allow is covered by Allows that leave nothing out, as long as no Deny meets it; a Deny by
// Denies.
std::optional<bool> Cover::decide(const Met& met, Side across, Effect effect, Body body) {
    std::vector<Body> same_effect;
    std::vector<Body> denies;
    met.for_each([&](std::size_t i) {
        const Effect theirs = pair_.statements(across)[i].source->effect;
        if (theirs == effect) {
            same_effect.push_back(pair_.bodies(across)[i]);
        } else if (theirs == Effect::deny) {
            denies.push_back(pair_.bodies(across)[i]);
        }
    });
    const auto any = [](Candidate&) { return std::optional(Grade{}); };
    Search search = Search::none;
    const bool held_by_one = std::ranges::any_of(
        same_effect, [&](Body theirs) { return pair_.parts().is_within(body, theirs); });
    if (same_effect.empty() && pair_.parts().surely_matches_some(body)) {
        search = Search::found;
    } else if (!held_by_one) {
        pair_.budget().begin_question();
        search = pair_.residual().search({body}, same_effect, {}, any).search;
    }
    for (std::size_t i = 0; i < denies.size() && search != Search::found; ++i) {
        pair_.budget().begin_question();
        const Search met_by_deny = pair_.residual().search({body, denies[i]}, {}, {}, any).search;
        search = met_by_deny == Search::none ? search : met_by_deny;
    }
    if (search == Search::gave_up) {
        return std::nullopt;
    }
    return search == Search::none;
}

} // namespace polhist::access
