#include "diff/containment.h"

#include "access/caller.h"
#include "access/glob.h"
#include "access/operator.h"

#include <algorithm>

namespace polhist::diff {
namespace {

using policy::Condition;
using policy::Grant;
using policy::Statement;
using Texts = std::vector<std::string>;

// How the patterns of an element are held against texts: actions without letter case.
struct Reading {
    bool (*matches)(std::string_view pattern, std::string_view text);
    bool (*same)(std::string_view left, std::string_view right);
};

constexpr Reading exact{access::matches,
                        [](std::string_view a, std::string_view b) { return a == b; }};
constexpr Reading ignoring_case{access::matches_action, [](std::string_view a, std::string_view b) {
                                    return policy::compare_folded(a, b) == 0;
                                }};

// Whether all that `inner` matches, `outer` does, as far as their letters tell. A `?` would take
// the `*` of the other for one character, and a star part of a variable: those are left alone.
bool takes_in(std::string_view outer, std::string_view inner, const Reading& reading) {
    if (outer == "*" || reading.same(outer, inner)) {
        return true;
    }
    const bool letters_tell =
        access::has_wildcard(outer) && outer.find('?') == std::string_view::npos &&
        outer.find("${") == std::string_view::npos && inner.find("${") == std::string_view::npos;
    return letters_tell && reading.matches(outer, inner);
}

bool any_takes_in(const Texts& outers, std::string_view inner, const Reading& reading) {
    return std::ranges::any_of(
        outers, [&](const std::string& outer) { return takes_in(outer, inner, reading); });
}

// Whether none of the exceptions of a `Not…` element can match what one pattern does.
bool leave_alone(const Texts& exceptions, const std::string& one, const Reading& reading) {
    return !access::has_wildcard(one) && one.find("${") == std::string::npos &&
           std::ranges::none_of(exceptions, [&](const std::string& exception) {
               return exception.find("${") != std::string::npos || reading.matches(exception, one);
           });
}

// `patterns` against one pattern of a grant, or the whole list of its `Not…` element.
bool take_in(const policy::Patterns& patterns,
             const std::string* one,
             const Texts* all_but,
             const Reading& reading) {
    if (one != nullptr) {
        return patterns.negated ? leave_alone(patterns.values, *one, reading)
                                : any_takes_in(patterns.values, *one, reading);
    }
    if (!patterns.negated) {
        return any_takes_in(patterns.values, "*", reading);
    }
    return std::ranges::all_of(patterns.values, [&](const std::string& exception) {
        return any_takes_in(*all_but, exception, reading);
    });
}

bool take_in_resource(const Statement& statement, const Grant& grant) {
    if (!statement.resources) {
        return true;
    }
    const bool has_some = grant.resource() != nullptr || grant.not_resource() != nullptr;
    return has_some && take_in(*statement.resources, grant.resource(), grant.not_resource(), exact);
}

bool take_in_principal(const Statement& statement, const Grant& grant) {
    if (!statement.principals) {
        return true;
    }
    const auto& [negated, named] = *statement.principals;
    if (grant.principal() == nullptr) {
        return grant.not_principal() != nullptr && negated && named == *grant.not_principal();
    }
    return !negated && std::ranges::any_of(named, [&](const policy::Principal& one) {
        return access::takes_in(one, *grant.principal());
    });
}

// Whether a request for which `inner` is true always makes `outer` true: the same test, or one with
// more values of which one has to do (of a negated operator, fewer).
bool is_wider(const Condition& outer, const Condition& inner) {
    const auto comparison = access::parse_operator(outer.comparison);
    if (!comparison || policy::compare_folded(outer.comparison, inner.comparison) != 0 ||
        policy::compare_folded(outer.key, inner.key) != 0) {
        return false;
    }
    return comparison->negated ? std::ranges::includes(inner.values, outer.values)
                               : std::ranges::includes(outer.values, inner.values);
}

bool take_in_conditions(const Statement& statement, const Grant& grant) {
    return std::ranges::all_of(statement.conditions, [&](const Condition& outer) {
        return std::ranges::any_of(grant.conditions(), [&](const Condition& inner) {
            return policy::compare(outer, inner) == 0 || is_wider(outer, inner);
        });
    });
}

std::size_t looks_at(const Statement& statement) {
    return statement.actions.values.size() + 1 +
           (statement.resources ? statement.resources->values.size() : 0) +
           (statement.principals ? statement.principals->values.size() : 0) +
           statement.conditions.size();
}

} // namespace

Containment::Containment(const policy::Document& document, bool same_language, std::size_t looks)
    : same_language_(same_language),
      looks_(looks) {
    for (const Statement& statement : document.statements) {
        entries_.push_back({&statement, looks_at(statement), std::nullopt});
    }
}

// The same as `take_in` of all its actions, of which those without a wildcard take in themselves.
bool Containment::takes_in_action(Entry& entry, const Grant& grant) {
    const policy::Patterns& actions = entry.statement->actions;
    if (actions.negated || grant.action() == nullptr) {
        return take_in(actions, grant.action(), grant.not_action(), ignoring_case);
    }
    if (!entry.wildcards) {
        entry.wildcards.emplace();
        for (const std::string& action : actions.values) {
            if (access::has_wildcard(action)) {
                entry.wildcards->push_back(&action);
            }
        }
    }
    const std::string& one = *grant.action();
    return std::ranges::binary_search(
               actions.values,
               one,
               [](const auto& a, const auto& b) { return policy::compare_folded(a, b) < 0; }) ||
           std::ranges::any_of(*entry.wildcards, [&](const std::string* outer) {
               return takes_in(*outer, one, ignoring_case);
           });
}

std::vector<const Statement*> Containment::statements_containing(const Grant& grant) {
    std::vector<const Statement*> found;
    if (!same_language_) {
        return found;
    }
    for (Entry& entry : entries_) {
        if (entry.looks > looks_) {
            looks_ = 0;
            return {};
        }
        looks_ -= entry.looks;
        const Statement& statement = *entry.statement;
        if (statement.effect == grant.effect() && take_in_conditions(statement, grant) &&
            take_in_principal(statement, grant) && take_in_resource(statement, grant) &&
            takes_in_action(entry, grant)) {
            found.push_back(&statement);
        }
    }
    return found;
}

} // namespace polhist::diff
