// Who may ask: the callers that the lists of two documents can tell apart.

#pragma once

#include "access/caller.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace polhist::access {

// A Principal or NotPrincipal, and the effect that says how the latter is read.
struct PrincipalList {
    policy::Principals names;
    policy::Effect effect = policy::Effect::allow;
};

// The callers that some lists tell apart, and which of them each list matches.
//
// Callers, never what is no caller itself (an account number, a role, a name with a wildcard): of
// each named role a session, of each named account a user and its root, all others that are named,
// and one of each kind that is not named. What one of them meets, all that are like it meet. Those
// of whom AWS leaves open what some list says stand last.
//
// A set has a bit for each caller. What a list matches follows from sets of callers by name, so it
// costs its names and a word of bits for every 64 callers. Lists that are added later must name
// nobody new.
class Callers {
public:
    using Set = std::vector<std::uint64_t>;

    explicit Callers(const std::deque<PrincipalList>& lists) : lists_(lists) {}

    [[nodiscard]] const std::vector<policy::Principal>& all();
    [[nodiscard]] Set everybody();

    // Keeps those of `left` that a list matches, or with `refuted` does not.
    void keep(Set& left, std::size_t list, bool refuted);

    // Whether AWS leaves open what a list says of one of the callers.
    bool is_unclear(std::size_t list, const policy::Principal& caller);

    // The first of a set.
    std::optional<policy::Principal> first_of(const Set& left);

private:
    // Callers some of whose links a list names.
    struct Listed {
        Set in_person;
        Set by_account;
        Set by_role;
    };

    void enumerate();
    void put_unclear_last();
    void index_callers();
    [[nodiscard]] Listed listed(const policy::Principals& names) const;
    [[nodiscard]] Set all_links(const Listed& listed) const;
    [[nodiscard]] Set unclear(const PrincipalList& list) const;

    [[nodiscard]] Set none() const { return Set(everybody_.size(), 0); }

    const Set& matched(std::size_t list);

    const std::deque<PrincipalList>& lists_;
    std::vector<policy::Principal> callers_;
    Set everybody_;
    Set with_account_; // callers of an account, who have its root for a link
    Set sessions_;     // and a role
    Set roots_;        // and nothing else
    std::map<policy::Principal, std::size_t> exact_;
    std::map<std::string, Set, std::less<>> accounts_;
    std::map<std::pair<std::string, std::string>, Set> roles_; // account and name
    std::vector<Set> matched_;                                 // by list; empty until asked for
    std::vector<Set> unclear_;                                 // as well
};

} // namespace polhist::access
