// Since when each grant of the document in force has been there.

#pragma once

#include "answers/log.h"

#include <vector>

namespace polhist::site {

// A grant, and the state that brought it in for the last time.
struct DatedGrant {
    policy::Grant grant;
    const answers::LogEntry* since;
};

// Those of the newest state, sorted as grants are; the newest document must stay.
std::vector<DatedGrant> dated_grants(const answers::Log& log, const policy::Document& newest);

} // namespace polhist::site
