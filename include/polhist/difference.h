// What changed between two documents, in permissions.
//
// The changed grants are the difference of two sets, so order, splitting and merging of statements,
// `Sid`, list form, repetition and the letter case of actions never show. Each is told in exactly
// one way besides: as an action that was not there, a resource that is new to its action, or
// another principal or condition set on an action and resource that were there.
//
// Example:
//     for (const Change& change : difference_between(*before, *after).actions.added) {
//         std::cout << change.grant.action.value_or("NotAction") << '\n';
//     }

#pragma once

#include <polhist/compare.h>

#include <optional>
#include <string>
#include <vector>

namespace polhist::api {

// One test of a statement: an operator and a key as spelt, and the values as text.
struct Condition {
    std::string comparison; // the operator, with its set prefix and `IfExists`
    std::string key;
    std::vector<std::string> values;

    bool operator==(const Condition&) const = default;
};

// One piece of what a statement grants or denies. The list of a NotAction, NotResource or
// NotPrincipal is one thing and stays whole. Where a pattern and its list are both none, the
// statement has no such element.
struct Grant {
    Effect effect = Effect::allow;
    std::optional<std::string> action{}; // a pattern, as spelt
    std::optional<std::vector<std::string>> not_action{};
    std::optional<std::string> resource{};
    std::optional<std::vector<std::string>> not_resource{};
    std::optional<Principal> principal{};
    std::optional<std::vector<Principal>> not_principal{};
    std::vector<Condition> conditions{};
    StatementReference statement{}; // the first that gives it
};

// A grant that came or went. `covered`: one that came and that old already allowed in full, or one
// that went and that new still allows (for a Deny: denies); none while that is not proven.
// `covered_by`: statements of the other document each of which alone does it; it may be empty for a
// covered grant.
struct Change {
    Grant grant{};
    std::optional<bool> covered{};
    std::vector<StatementReference> covered_by{};
};

// Sorted by effect and action, then resource, then principal and conditions.
struct Changes {
    std::vector<Change> added{};
    std::vector<Change> removed{};

    [[nodiscard]] bool empty() const { return added.empty() && removed.empty(); }
};

// One effect, action and resource whose principals or conditions were others before.
struct Rewrite {
    std::vector<Change> from{};
    std::vector<Change> to{};
};

// What changed, told both ways. `grants` has all changes; `actions`, `resources`, `conditions` and
// `rewrites` share them out. `quiet`: the same grants, proven to mean the same alone and beside any
// other documents.
struct Difference {
    std::string from_language{}; // `2012-10-17`
    std::string to_language{};
    Comparison access{};
    Changes grants{};
    Changes actions{};
    Changes resources{};
    Changes conditions{};
    std::vector<Rewrite> rewrites{};
    bool quiet = false;
};

// The cost grows as n log n with the grants of both; `budget` bounds the comparison of access. It
// cannot fail.
POLHIST_API Difference difference_between(const Document& before,
                                          const Document& after,
                                          std::size_t budget = usual_budget);

} // namespace polhist::api
