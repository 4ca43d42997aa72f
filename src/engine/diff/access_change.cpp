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

// Whether a grant is for one principal. Such count as new in whole: mostly the other document does
// not name him, and where it does, too much is better said than too little.
bool is_of_one(const Grant& grant) {
    return grant.principal() != nullptr && grant.principal()->value != "*";
}

// What was brought, by the statement that did it.
using ByStatement = std::map<const Statement*, Brought>;

ByStatement by_statement(const Brought& brought) {
    ByStatement out;
    for (const Change* change : brought.grants) {
        out[&change->grant.statement()].grants.push_back(change);
    }
    for (const Change* change : brought.partly) {
        out[&change->grant.statement()].partly.push_back(change);
    }
    return out;
}

Brought of(const Statement& statement, const ByStatement& all) {
    const auto found = all.find(&statement);
    return found == all.end() ? Brought() : found->second;
}

void add_uncovered(const std::vector<Change>& changes, Effect effect, Grants& out) {
    for (const Change& change : changes) {
        if (change.grant.effect() == effect && change.covered != true) {
            out.push_back(&change);
        }
    }
}

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

// Sorts actions and leaves each once.
void sort_names(Names& actions) {
    const auto folded_less = [](const std::string& a, const std::string& b) {
        return policy::compare_folded(a, b) < 0;
    };
    std::ranges::sort(actions, folded_less);
    const auto same = [](const auto& a, const auto& b) {
        return policy::compare_folded(a, b) == 0;
    };
    actions.erase(std::unique(actions.begin(), actions.end(), same), actions.end());
}

// The actions of an Allow that grants of a Deny concern, each once.
Names shared_actions(const Statement& allow, const Brought& denials) {
    constexpr std::size_t most_pairs = 250'000; // of patterns
    Names actions;
    Grants denied = denials.grants;
    denied.insert(denied.end(), denials.partly.begin(), denials.partly.end());
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
    sort_names(actions);
    return actions;
}

// The Deny that came or went at the same time as what an Allow gives.
AccessMove denial_behind(AccessMove move) {
    return widens(move) ? AccessMove::no_longer_denied : AccessMove::now_denied;
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

Brought brought_by(const Difference& difference, AccessMove move) {
    const bool allow = move == AccessMove::now_allowed || move == AccessMove::no_longer_allowed;
    const Effect effect = allow ? Effect::allow : Effect::deny;
    const bool of_new = side_of(move) == access::Side::after;
    const auto list = [&](const Changes& changes) -> const std::vector<Change>& {
        return of_new ? changes.added : changes.removed;
    };
    Brought brought;
    add_uncovered(list(difference.actions), effect, brought.grants);
    add_uncovered(list(difference.resources), effect, brought.grants);
    Grants rewritten;
    add_uncovered(list(difference.conditions), effect, rewritten);
    for (const Rewrite& rewrite : difference.rewrites) {
        add_uncovered(of_new ? rewrite.to : rewrite.from, effect, rewritten);
    }
    for (const Change* change : rewritten) {
        (is_of_one(change->grant) ? brought.grants : brought.partly).push_back(change);
    }
    return brought;
}

bool AccessChange::is_whole() const {
    const access::Request& request = witness->request;
    if (brought.grants.size() != 1 || !brought.partly.empty() || !request.context.empty() ||
        !witness->absent.empty()) {
        return false;
    }
    const Grant& grant = brought.grants.front()->grant;
    const bool any_resource = !grant.statement().resources;
    const bool anybody = !grant.statement().principals && !request.principal;
    return grant.conditions().empty() && grant.action() != nullptr &&
           policy::compare_folded(*grant.action(), request.action) == 0 &&
           (any_resource ||
            (grant.resource() != nullptr &&
             (*grant.resource() == request.resource || *grant.resource() == "*"))) &&
           (anybody || (grant.principal() != nullptr && request.principal &&
                        *grant.principal() == *request.principal));
}

std::vector<AccessChange> access_changes(const Difference& difference) {
    std::vector<AccessChange> changes;
    for (const auto& [move, witnesses] : witnesses_by_move(difference.access)) {
        const ByStatement brought = by_statement(brought_by(difference, move));
        const ByStatement denials = by_statement(brought_by(difference, denial_behind(move)));
        for (const Witness& witness : *witnesses) {
            AccessChange& change = changes.emplace_back(
                AccessChange{move, &witness, of(*witness.statement, brought), {}});
            if (change.brought.empty() && witness.because != nullptr) {
                change.actions = shared_actions(*witness.statement, of(*witness.because, denials));
            }
        }
    }
    return changes;
}

std::vector<std::string> actions_of(const AccessChange& change) {
    Names actions = change.actions;
    for (const auto* grants : {&change.brought.grants, &change.brought.partly}) {
        for (const Change* one : *grants) {
            const std::string* action = one->grant.action();
            if (action == nullptr) {
                return {};
            }
            actions.push_back(*action);
        }
    }
    sort_names(actions);
    return actions;
}

} // namespace polhist::diff
