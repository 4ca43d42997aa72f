#include "diff/access_change.h"

#include "access/glob.h"
#include "access/permission.h"

#include <algorithm>
#include <map>
#include <set>

namespace polhist::diff {
namespace {

using access::Access;
using access::Witness;
using policy::Effect;
using policy::Grant;
using policy::Statement;
using Grants = std::vector<const Change*>;
using Names = std::vector<std::string>;

// The grants that the other document did not cover, by their statement.
class Uncovered {
public:
    explicit Uncovered(const std::vector<Change>& changes) {
        for (const Change& change : changes) {
            if (change.covered != true) {
                by_statement_[&change.grant.statement()].push_back(&change);
            }
        }
    }

    [[nodiscard]] Grants of(const Statement& statement) const {
        const auto found = by_statement_.find(&statement);
        return found == by_statement_.end() ? Grants() : found->second;
    }

private:
    std::map<const Statement*, Grants> by_statement_;
};

bool takes_in_one(const Names& patterns, const std::string& action) {
    return std::ranges::any_of(patterns, [&](const std::string& pattern) {
        return access::matches_action(pattern, action);
    });
}

// The actions that an Allow shares with one pattern: of two that overlap the narrower.
void add_shared(const policy::Patterns& allowed, const std::string& denied, Names& out) {
    if (allowed.negated) {
        if (!takes_in_one(allowed.values, denied)) {
            out.push_back(denied);
        }
        return;
    }
    for (const std::string& action : allowed.values) {
        if (access::may_overlap(action, denied)) {
            out.push_back(access::matches_action(action, denied) ? denied : action);
        }
    }
}

// The same for all but some actions; of two such lists nothing is said.
void add_shared(const policy::Patterns& allowed, const Names& all_but, Names& out) {
    for (const std::string& action : allowed.negated ? Names() : allowed.values) {
        if (!takes_in_one(all_but, action)) {
            out.push_back(action);
        }
    }
}

// The actions of an Allow that grants of a Deny concern, each once.
Names shared_actions(const Statement& allow, const Grants& denied) {
    constexpr std::size_t most_pairs = 250'000; // of patterns
    Names actions;
    if (denied.size() * allow.actions.values.size() > most_pairs) {
        return actions;
    }
    for (const Change* change : denied) {
        const Grant& grant = change->grant;
        if (grant.action() != nullptr) {
            add_shared(allow.actions, *grant.action(), actions);
        } else {
            add_shared(allow.actions, *grant.not_action(), actions);
        }
    }
    const auto folded_less = [](const std::string& a, const std::string& b) {
        return policy::compare_folded(a, b) < 0;
    };
    std::ranges::sort(actions, folded_less);
    const auto repeated = std::ranges::unique(
        actions, [](const auto& a, const auto& b) { return policy::compare_folded(a, b) == 0; });
    actions.erase(repeated.begin(), repeated.end());
    return actions;
}

AccessChange
change_of(AccessMove move, const Witness& witness, const Uncovered& here, const Uncovered& across) {
    AccessChange change{move, &witness, here.of(*witness.statement), {}};
    if (change.grants.empty() && witness.because != nullptr) {
        change.actions = shared_actions(*witness.statement, across.of(*witness.because));
    }
    return change;
}

} // namespace

std::string_view name_of(AccessMove move) {
    constexpr std::array<std::string_view, 4> names{
        "now allowed", "no longer denied", "no longer allowed", "now denied"};
    return names.at(static_cast<std::size_t>(move));
}

bool widens(AccessMove move) {
    return move == AccessMove::now_allowed || move == AccessMove::no_longer_denied;
}

access::Side side_of(AccessMove move) {
    return move == AccessMove::now_allowed || move == AccessMove::now_denied ? access::Side::after
                                                                             : access::Side::before;
}

access::Side side_across(AccessMove move) {
    return side_of(move) == access::Side::after ? access::Side::before : access::Side::after;
}

std::array<std::pair<AccessMove, const std::vector<Witness>*>, 4>
witnesses_by_move(const Access& access) {
    return {{{AccessMove::now_allowed, &access.gained},
             {AccessMove::no_longer_denied, &access.denies.less},
             {AccessMove::no_longer_allowed, &access.lost},
             {AccessMove::now_denied, &access.denies.more}}};
}

std::vector<const access::Doubt*> doubts_of(const Access& access) {
    std::vector<const access::Doubt*> doubts;
    std::set<std::pair<const Statement*, std::string_view>> known;
    for (const auto* list : {&access.doubts, &access.denies.doubts}) {
        for (const access::Doubt& doubt : *list) {
            if (known.emplace(doubt.statement, doubt.reason).second) {
                doubts.push_back(&doubt);
            }
        }
    }
    return doubts;
}

bool AccessChange::is_whole() const {
    const access::Request& request = witness->request;
    if (grants.size() != 1 || !request.context.empty() || !witness->absent.empty()) {
        return false;
    }
    const Grant& grant = grants.front()->grant;
    const bool any_resource = !grant.statement().resources && request.resource == "*";
    const bool anybody = !grant.statement().principals && !request.principal;
    return grant.conditions().empty() && grant.action() != nullptr &&
           policy::compare_folded(*grant.action(), request.action) == 0 &&
           (any_resource ||
            (grant.resource() != nullptr && *grant.resource() == request.resource)) &&
           (anybody || (grant.principal() != nullptr && request.principal &&
                        *grant.principal() == *request.principal));
}

std::vector<AccessChange> access_changes(const Difference& difference) {
    const Uncovered added(difference.grants.added);
    const Uncovered removed(difference.grants.removed);
    std::vector<AccessChange> changes;
    for (const auto& [move, witnesses] : witnesses_by_move(difference.access)) {
        const bool of_new = side_of(move) == access::Side::after;
        for (const Witness& witness : *witnesses) {
            changes.push_back(
                change_of(move, witness, of_new ? added : removed, of_new ? removed : added));
        }
    }
    return changes;
}

std::vector<std::string> actions_of(const AccessChange& change) {
    Names actions = change.actions;
    for (const Change* one : change.grants) {
        const std::string* action = one->grant.action();
        if (action == nullptr) {
            return {};
        }
        // Grants are sorted, so those of one action stand together.
        if (actions.empty() || policy::compare_folded(actions.back(), *action) != 0) {
            actions.push_back(*action);
        }
    }
    return actions;
}

} // namespace polhist::diff
