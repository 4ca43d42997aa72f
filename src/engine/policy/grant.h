// What a document grants (or denies), one piece at a time.
//
// A grant is one (effect, action pattern, resource pattern, principal, condition set). How
// statements are ordered, split or merged, their Sids, and repetition leave a document's set of
// grants unchanged. The list of a NotAction, NotResource or NotPrincipal is one thing and stays
// whole. Two grants are the same when `compare` gives 0: actions, operators and keys without letter
// case, all else exactly.

#pragma once

#include "policy/document.h"

#include <cstdint>
#include <vector>

namespace polhist::policy {

// A view into a statement: good as long as the Document it came from stays where it is.
class Grant {
public:
    // Positions in the statement's lists; `whole` where the list counts as one, or is missing.
    static constexpr std::uint32_t whole = UINT32_MAX;

    struct Positions {
        std::uint32_t action = whole;
        std::uint32_t resource = whole;
        std::uint32_t principal = whole;
    };

    Grant(const Statement& statement, Positions at) : statement_(&statement), at_(at) {}

    [[nodiscard]] const Statement& statement() const { return *statement_; }

    [[nodiscard]] Effect effect() const { return statement_->effect; }

    [[nodiscard]] const std::vector<Condition>& conditions() const {
        return statement_->conditions;
    }

    // The pattern of Action, as spelt; nothing where it is a NotAction.
    [[nodiscard]] const std::string* action() const;
    // The pattern of Resource; nothing where it is a NotResource or there is none.
    [[nodiscard]] const std::string* resource() const;
    // The one of Principal; nothing where it is a NotPrincipal or there is none.
    [[nodiscard]] const Principal* principal() const;

    // The whole list of NotAction, NotResource, NotPrincipal; nothing where there is none.
    [[nodiscard]] const std::vector<std::string>* not_action() const;
    [[nodiscard]] const std::vector<std::string>* not_resource() const;
    [[nodiscard]] const std::vector<Principal>* not_principal() const;

private:
    const Statement* statement_;
    Positions at_;
};

// Orders grants by effect and action, then resource, then principal and conditions. The first two
// levels are the orders in which grants share an action, and an action and resource.
int compare_actions(const Grant& left, const Grant& right);
int compare_resources(const Grant& left, const Grant& right);
int compare(const Grant& left, const Grant& right);

// How many grants a statement gives, repetition between statements counted.
std::size_t grant_count(const Statement& statement);

// How many bytes its grants take when each is written out on its own, about. A list or condition
// set that stands in many grants counts in each. Only for a `grant_count` of some millions at most.
std::size_t grant_bytes(const Statement& statement);

// Every grant of a document once, sorted by `compare`. Where several statements give the same one,
// the first of them does.
std::vector<Grant> grants_of(const Document& document);

} // namespace polhist::policy
