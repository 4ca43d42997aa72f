// Since when each grant of the document in force has been there.

#pragma once

#include "site/states.h"

#include <vector>

namespace polhist::site {

// A grant, and the state that brought it in for the last time.
struct DatedGrant {
    policy::Grant grant;
    const StateEntry* since = nullptr;
};

// Those of the newest state, sorted as grants are. They view the states.
std::vector<DatedGrant> dated_grants(const States& states);

} // namespace polhist::site
