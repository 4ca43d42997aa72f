#include "properties/oracle.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace polhist::properties {
namespace {

using policy::Document;
using policy::Grant;
using policy::Statement;

constexpr char separator = '\n'; // between the parts of a grant; no real document has one

std::string named(const policy::Principal& principal) {
    return principal.kind + "=" + principal.value;
}

// One text for each entry, or a single one for a negated list; `none` where there is no list.
Texts entries(bool negated, const Texts& values) {
    if (!negated) {
        return values;
    }
    std::string all = "not";
    for (const std::string& value : values) {
        all += "\t" + value;
    }
    return {all};
}

Texts actions_of(const Statement& statement) {
    Texts values;
    for (const std::string& action : statement.actions.values) {
        values.insert(policy::folded(action));
    }
    return entries(statement.actions.negated, values);
}

Texts resources_of(const Statement& statement) {
    if (!statement.resources) {
        return {"none"};
    }
    const auto& values = statement.resources->values;
    return entries(statement.resources->negated, {values.begin(), values.end()});
}

Texts principals_of(const Statement& statement) {
    if (!statement.principals) {
        return {"none"};
    }
    Texts values;
    for (const policy::Principal& principal : statement.principals->values) {
        values.insert(named(principal));
    }
    return entries(statement.principals->negated, values);
}

std::string conditions_of(const Statement& statement) {
    Texts tests;
    for (const policy::Condition& condition : statement.conditions) {
        std::string test =
            policy::folded(condition.comparison) + "\t" + policy::folded(condition.key);
        for (const std::string& value : Texts(condition.values.begin(), condition.values.end())) {
            test += "\t" + value;
        }
        tests.insert(test);
    }
    std::string all;
    for (const std::string& test : tests) {
        all += separator + test;
    }
    return all;
}

template <typename List, typename Name>
std::string whole(const List& list, Name name) {
    Texts values;
    for (const auto& value : list) {
        values.insert(name(value));
    }
    return *entries(true, values).begin();
}

std::string identity(const std::string& text) {
    return text;
}

// The three levels of a grant; each contains the one before it.
struct Levels {
    std::string action;
    std::string resource;
    std::string all;
};

Levels levels_of(const Grant& grant) {
    Levels levels;
    levels.action = std::string(policy::name_of(grant.effect())) + separator +
                    (grant.action() != nullptr ? policy::folded(*grant.action())
                                               : whole(*grant.not_action(), policy::folded));
    std::string resource = "none";
    if (grant.resource() != nullptr) {
        resource = *grant.resource();
    } else if (grant.not_resource() != nullptr) {
        resource = whole(*grant.not_resource(), identity);
    }
    levels.resource = levels.action + separator + resource;
    std::string principal = "none";
    if (grant.principal() != nullptr) {
        principal = named(*grant.principal());
    } else if (grant.not_principal() != nullptr) {
        principal = whole(*grant.not_principal(), named);
    }
    levels.all = levels.resource + separator + principal + conditions_of(grant.statement());
    return levels;
}

// Whether some text begins with `part` and goes on with another part, or ends.
bool holds(const Texts& grants, const std::string& part) {
    const auto found = grants.lower_bound(part);
    return found != grants.end() && found->starts_with(part) &&
           (found->size() == part.size() || (*found)[part.size()] == separator);
}

// One side of a difference: what each telling must be, against the grants of the other side.
class Side {
public:
    explicit Side(const Document& other) : other_(grants_in(other)) {}

    void actions(const std::vector<diff::Change>& changes) {
        for (const diff::Change& change : changes) {
            const Levels levels = levels_of(change.grant);
            CHECK_FALSE(holds(other_, levels.action));
            add(levels.all);
        }
    }

    void resources(const std::vector<diff::Change>& changes) {
        for (const diff::Change& change : changes) {
            const Levels levels = levels_of(change.grant);
            CHECK(holds(other_, levels.action));
            CHECK_FALSE(holds(other_, levels.resource));
            add(levels.all);
        }
    }

    void conditions(const std::vector<diff::Change>& changes) {
        for (const diff::Change& change : changes) {
            const Levels levels = levels_of(change.grant);
            CHECK(holds(other_, levels.resource));
            CHECK_FALSE(other_.contains(levels.all));
            add(levels.all);
        }
    }

    // Everything told, which must be the list of all changed grants.
    Texts all(const std::vector<diff::Change>& changes) {
        Texts listed;
        for (const diff::Change& change : changes) {
            listed.insert(levels_of(change.grant).all);
        }
        CHECK(listed.size() == changes.size());
        CHECK(listed == told_);
        return std::move(told_);
    }

private:
    void add(const std::string& grant) {
        const bool first_time = told_.insert(grant).second;
        CHECK(first_time);
    }

    Texts other_;
    Texts told_;
};

} // namespace

Texts grants_in(const Document& document) {
    Texts grants;
    for (const Statement& statement : document.statements) {
        const std::string effect(policy::name_of(statement.effect));
        const std::string conditions = conditions_of(statement);
        for (const std::string& action : actions_of(statement)) {
            for (const std::string& resource : resources_of(statement)) {
                for (const std::string& principal : principals_of(statement)) {
                    grants.insert(fmt::format("{0}{5}{1}{5}{2}{5}{3}{4}",
                                              effect,
                                              action,
                                              resource,
                                              principal,
                                              conditions,
                                              separator));
                }
            }
        }
    }
    return grants;
}

Texts without(const Texts& left, const Texts& right) {
    Texts rest;
    std::ranges::set_difference(left, right, std::inserter(rest, rest.end()));
    return rest;
}

Told told_by(const diff::Difference& difference, const Document& before, const Document& after) {
    Side added(before);
    Side removed(after);
    added.actions(difference.actions.added);
    removed.actions(difference.actions.removed);
    added.resources(difference.resources.added);
    removed.resources(difference.resources.removed);
    added.conditions(difference.conditions.added);
    removed.conditions(difference.conditions.removed);
    for (const diff::Rewrite& rewrite : difference.rewrites) {
        added.conditions(rewrite.to);
        removed.conditions(rewrite.from);
        REQUIRE(!rewrite.from.empty());
        REQUIRE(!rewrite.to.empty());
        const std::string place = levels_of(rewrite.from.front().grant).resource;
        for (const auto* changes : {&rewrite.from, &rewrite.to}) {
            for (const diff::Change& change : *changes) {
                CHECK(levels_of(change.grant).resource == place);
            }
        }
    }
    return {added.all(difference.grants.added), removed.all(difference.grants.removed)};
}

} // namespace polhist::properties
