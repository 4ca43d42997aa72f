// The pages of one policy: its own, and one for each state in force.

#pragma once

#include "site/files.h"
#include "site/record.h"
#include "site/states.h"

namespace polhist::site {

// What the pages of a policy are made of.
struct PolicyInput {
    const std::string& name; // unique in the store
    const timeline::History& history;
    const States& states;
    const std::string& base_url; // empty, or ends in `/`
};

// Writes them and the JSON of the policy; gives what other pages need.
Result<PolicyRecord> write_policy(const PolicyInput& input, const Write& write);

} // namespace polhist::site
