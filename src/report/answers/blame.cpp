#include "answers/blame.h"

#include "answers/passages.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace polhist::answers {
namespace {

using policy::Condition;
using policy::Document;
using policy::Grant;
using policy::Statement;
using timeline::History;

bool folded_before(std::string_view left, std::string_view right) {
    return policy::compare_folded(left, right) < 0;
}

bool gives(const Grant& grant, std::string_view action) {
    return grant.action() != nullptr && policy::compare_folded(*grant.action(), action) == 0;
}

// Positions in Blame::grants, ascending.
using Open = std::vector<std::size_t>;

// Of `open`, those that are among `before`, which is sorted as grants are.
Open still_there(const Open& open,
                 const std::vector<BlamedGrant>& grants,
                 const std::vector<Grant>& before) {
    Open left;
    auto at = before.begin();
    for (const std::size_t i : open) {
        int order = 1;
        while (at != before.end() && (order = policy::compare(*at, grants[i].grant)) < 0) {
            ++at;
        }
        if (at != before.end() && order == 0) {
            left.push_back(i);
        }
    }
    return left;
}

bool same_conditions(const std::vector<Condition>& left, const std::vector<Condition>& right) {
    return std::ranges::equal(left, right, [](const Condition& a, const Condition& b) {
        return a.comparison == b.comparison && a.key == b.key && a.values == b.values;
    });
}

template <typename List>
bool same_list(const std::optional<List>& left, const std::optional<List>& right) {
    return left.has_value() == right.has_value() &&
           (!left || (left->negated == right->negated && left->values == right->values));
}

// Whether two statements differ in the actions that they name at most.
bool same_but_for_actions(const Statement& left, const Statement& right) {
    return left.effect == right.effect && left.actions.negated == right.actions.negated &&
           same_list(left.principals, right.principals) &&
           same_list(left.resources, right.resources) &&
           same_conditions(left.conditions, right.conditions);
}

// Adds the actions of a list that another does not have so spelt. Both are sorted without letter
// case.
void add_missing(const std::vector<std::string>& actions,
                 const std::vector<std::string>& others,
                 std::vector<std::string_view>& missing) {
    auto at = others.begin();
    for (const std::string& action : actions) {
        while (at != others.end() && *at != action && policy::compare_folded(*at, action) < 0) {
            ++at;
        }
        if (at != others.end() && *at == action) {
            ++at;
        } else {
            missing.emplace_back(action);
        }
    }
}

// Every action of a document that the one before it may not give in the same way, sorted without
// letter case; nothing where that may be so of anything, or of many. Statements are looked for
// where they stood.
std::optional<std::vector<std::string_view>> actions_added(const Document& later,
                                                           const Document& before) {
    std::vector<std::string_view> added;
    for (std::size_t i = 0; i < later.statements.size(); ++i) {
        const Statement& statement = later.statements[i];
        const bool kept =
            i < before.statements.size() && same_but_for_actions(statement, before.statements[i]);
        if (kept && !statement.actions.negated) {
            add_missing(statement.actions.values, before.statements[i].actions.values, added);
        } else if (!kept || statement.actions.values != before.statements[i].actions.values) {
            return std::nullopt;
        }
    }
    std::ranges::sort(added, folded_before);
    const auto same = [](std::string_view left, std::string_view right) {
        return policy::compare_folded(left, right) == 0;
    };
    added.erase(std::unique(added.begin(), added.end(), same), added.end());
    // Many are quicker looked at all together.
    constexpr std::size_t few = 100;
    return added.size() <= few ? std::optional(std::move(added)) : std::nullopt;
}

// What a document says of some actions that its statements name.
Document part_about(const Document& document, const std::vector<std::string_view>& actions) {
    Document part;
    for (const Statement& statement : document.statements) {
        std::vector<std::string> named;
        for (const std::string_view action : actions) {
            const auto found =
                std::ranges::lower_bound(statement.actions.values, action, folded_before);
            if (found != statement.actions.values.end() &&
                policy::compare_folded(*found, action) == 0) {
                named.push_back(*found);
            }
        }
        if (!statement.actions.negated && !named.empty()) {
            Statement& copy = part.statements.emplace_back();
            copy.effect = statement.effect;
            copy.principals = statement.principals;
            copy.actions.values = std::move(named);
            copy.resources = statement.resources;
            copy.conditions = statement.conditions;
        }
    }
    return part;
}

// Of `open`, all of which a document gives, those that the one before it gives too. Most of two
// neighbours is the same, so it is enough to look at what is not.
Open given_before(const Open& open,
                  const std::vector<BlamedGrant>& grants,
                  const Document& later,
                  const Document& before) {
    const auto added = actions_added(later, before);
    if (!added) {
        return still_there(open, grants, policy::grants_of(before));
    }
    Open doubtful;
    for (const std::string_view action : *added) {
        // Grants without an action of their own come last.
        const auto at = std::ranges::partition_point(open, [&](std::size_t i) {
            const std::string* other = grants[i].grant.action();
            return other != nullptr && policy::compare_folded(*other, action) < 0;
        });
        const auto end = std::find_if_not(
            at, open.end(), [&](std::size_t i) { return gives(grants[i].grant, action); });
        doubtful.insert(doubtful.end(), at, end);
    }
    const Document part = part_about(before, *added);
    const Open left = still_there(doubtful, grants, policy::grants_of(part));
    Open gone;
    std::ranges::set_difference(doubtful, left, std::back_inserter(gone));
    Open kept;
    std::ranges::set_difference(open, gone, std::back_inserter(kept));
    return kept;
}

// Goes back state by state, with the grants that all states so far have.
Result<void> go_back(const History& history, Blame& blame) {
    Open open(blame.grants.size());
    std::iota(open.begin(), open.end(), std::size_t{0});
    const Passages passages(history, "*");
    std::string hash = history.version_of(history.states[blame.state]).document;
    std::shared_ptr<const Document> later = blame.version.document;
    for (std::size_t state = blame.state; state-- > 0 && !open.empty();) {
        if (history.states[state].withdrawn) {
            break; // nothing was in force for a while
        }
        const timeline::Version& version = history.version_of(history.states[state]);
        if (version.document.empty() || version.document != hash) {
            auto before = passages.of(history.states[state].version);
            if (!before) {
                return tl::make_unexpected(std::move(before.error()));
            }
            open = given_before(open, blame.grants, *later, **before);
            later = std::move(*before);
            hash = version.document;
        }
        for (const std::size_t i : open) {
            blame.grants[i].since = state;
        }
    }
    return {};
}

} // namespace

Result<Blame> blame(const History& history, const timeline::When& when) {
    const auto moment = timeline::resolve(history, when);
    if (!moment) {
        return tl::make_unexpected(moment.error());
    }
    const timeline::Version& version = history.versions[moment->version];
    if (!moment->state) {
        return failure(fmt::format("{} of `{}` is not known to have been in force, so nobody can "
                                   "say what brought in its grants; name another version",
                                   version.id,
                                   history.name));
    }
    auto endpoint = endpoint_of(version);
    if (!endpoint) {
        return tl::make_unexpected(std::move(endpoint.error()));
    }
    Blame blame{std::move(*endpoint), *moment->state, {}, horizon_of(history, {&when})};
    for (const Grant& grant : policy::grants_of(*blame.version.document)) {
        blame.grants.push_back({grant, blame.state});
    }
    const auto done = go_back(history, blame);
    return done ? Result<Blame>(std::move(blame)) : tl::make_unexpected(done.error());
}

} // namespace polhist::answers
