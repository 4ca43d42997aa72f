// Who may ask: the callers that the lists of two documents can tell apart.

#pragma once

#include "access/caller.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace polhist::access {

// A Principal or NotPrincipal, and the effect that says how the latter is read.
struct PrincipalList {
    policy::Principals names;
    policy::Effect effect = policy::Effect::allow;
};

// Callers, never what is no caller itself (an account number, a role, a name with a wildcard): of
// each named role a session, of each named account a user and its root, all others that are named,
// and one of each kind that is not named. What one of them meets, all that are like it meet. Those
// of whom AWS leaves open what some list says stand last.
std::vector<policy::Principal> distinct_callers(const std::deque<PrincipalList>& lists);

// The distinct callers of some lists, and which of them each list matches. What a list matches is
// worked out once, at a cost of its names and the callers. Lists that are added later must name
// nobody new.
class Callers {
public:
    explicit Callers(const std::deque<PrincipalList>& lists) : lists_(lists) {}

    [[nodiscard]] const std::vector<policy::Principal>& all();

    // Keeps those of `left` that a list matches, or with `refuted` does not. A set has a bit for
    // each caller.
    using Set = std::vector<std::uint64_t>;
    [[nodiscard]] Set everybody();
    void keep(Set& left, std::size_t list, bool refuted);

    // The first of a set.
    std::optional<policy::Principal> first_of(const Set& left);

private:
    const Set& matched(std::size_t list);

    const std::deque<PrincipalList>& lists_;
    std::vector<policy::Principal> callers_;
    std::vector<Set> matched_; // by list; empty until it is asked for
};

} // namespace polhist::access
