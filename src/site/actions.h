// Which policies allow an action, and since when: by the patterns of their Allows.
//
// The actions are those that any document spells out. Every pattern counts by what it takes in,
// wildcards and NotAction too; a policy that is withdrawn allows nothing any more. Denies and
// conditions are not weighed here, but a policy that allows an action under conditions only is
// marked.

#pragma once

#include "site/record.h"
#include "site/states.h"

#include <map>
#include <string>
#include <vector>

namespace polhist::site {

// One policy and one action: when it began to allow it, as far as is known, and when it stopped.
struct Allowance {
    std::size_t policy = 0; // position in the order of `add`
    std::string since;      // a day
    std::string until;      // empty: still
    bool conditional = false;
};

class Actions {
public:
    // The next policy, by its states.
    void add(const States& states);

    // Every action by its name in lower case, with those who allow it or did, by policy. Costs time
    // in proportion to what it gives.
    struct Action {
        std::string spelling; // as most policies write it
        std::vector<Allowance> allowed;
    };

    [[nodiscard]] std::map<std::string, Action> all() const;

private:
    // A pattern in Allows of a policy over a run of states: from one day until another.
    struct Span {
        std::size_t policy;
        std::string pattern;             // in lower case
        std::vector<std::string> except; // of a NotAction; then the pattern is `*`
        bool conditional;
        std::string since;
        std::string until;
    };

    // How often an action is written so.
    struct Spelling {
        std::size_t policies = 0;
        std::size_t latest = 0; // the last of them, counted from one
    };

    void count_spelling(const std::string& action);

    void add_state(std::size_t policy,
                   const policy::Document& document,
                   const std::string& day,
                   std::map<std::string, std::size_t>& open);

    std::size_t policies_ = 0;
    std::vector<Span> spans_;
    std::map<std::string, std::map<std::string, Spelling>> spellings_; // by name in lower case
};

} // namespace polhist::site
