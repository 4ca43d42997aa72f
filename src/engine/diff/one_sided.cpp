#include "diff/one_sided.h"

#include "policy/grant_list.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace polhist::diff {
namespace {

using policy::Grant;
using policy::Statement;
using Positions = std::vector<std::uint32_t>; // in a list of actions, ascending
using Actions = std::vector<std::string_view>;

constexpr auto is_before = [](std::string_view left, std::string_view right) {
    return policy::compare_folded(left, right) < 0;
};

// Which actions of a list are wanted; both are sorted. Looks for each of the shorter list in the
// longer one.
Positions wanted_in(const std::vector<std::string>& list, const Actions& wanted) {
    Positions found;
    if (list.size() < wanted.size()) {
        for (std::uint32_t i = 0; i < list.size(); ++i) {
            if (std::ranges::binary_search(wanted, std::string_view(list[i]), is_before)) {
                found.push_back(i);
            }
        }
        return found;
    }
    auto at = list.begin();
    for (const std::string_view action : wanted) {
        at = std::lower_bound(at, list.end(), action, is_before);
        if (at != list.end() && policy::compare_folded(*at, action) == 0) {
            found.push_back(static_cast<std::uint32_t>(at - list.begin()));
        }
    }
    return found;
}

// The actions of sorted grants, each once; those of a NotAction have none.
Actions actions_of(const std::vector<Grant>& grants) {
    Actions actions;
    const std::string* last = nullptr;
    for (const Grant& grant : grants) {
        const std::string* action = grant.action();
        if (action != nullptr && action != last &&
            (last == nullptr || policy::compare_folded(*action, *last) != 0)) {
            actions.emplace_back(*action);
        }
        last = action;
    }
    return actions;
}

// The grants of a document that share their action with one of `grants`; where one of these is of a
// NotAction, all that are.
std::vector<Grant> grants_like(const std::vector<Grant>& grants, const policy::Document& document) {
    policy::GrantList like;
    if (grants.empty()) {
        return {};
    }
    const Actions wanted = actions_of(grants);
    const bool some_negated = grants.back().action() == nullptr; // they come last
    for (const Statement& statement : document.statements) {
        if (statement.actions.negated) {
            if (some_negated) {
                like.add(statement);
            }
        } else if (const Positions actions = wanted_in(statement.actions.values, wanted);
                   !actions.empty()) {
            like.add(statement, actions);
        }
    }
    return like.take();
}

} // namespace

OneSided one_sided(const policy::Document& ours,
                   const std::vector<policy::Counterpart>& counterparts,
                   const policy::Document& theirs) {
    policy::GrantList left;
    for (std::size_t i = 0; i < ours.statements.size(); ++i) {
        if (!counterparts[i].left.empty()) {
            left.add(ours.statements[i], counterparts[i].left);
        }
    }
    const std::vector<Grant> candidates = left.take();
    OneSided sides{{}, grants_like(candidates, theirs)};
    std::ranges::set_difference(
        candidates, sides.across, std::back_inserter(sides.only), [](const auto& a, const auto& b) {
            return policy::compare(a, b) < 0;
        });
    return sides;
}

} // namespace polhist::diff
