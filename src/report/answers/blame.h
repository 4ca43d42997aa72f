// Which state in force brought in each grant of a version.
//
// A grant is brought in by the state that began the unbroken run of states that have it, up to the
// state that is asked about. A roll-back that drops a grant ends its run; the state that brings it
// back begins another, and so does the return of a policy that was withdrawn. In the first state
// that is known a run may have begun earlier.

#pragma once

#include "answers/comparison.h"
#include "answers/horizon.h"

namespace polhist::answers {

struct BlamedGrant {
    policy::Grant grant;   // a view of the document of Blame::version
    std::size_t since = 0; // position in History::states
};

struct Blame {
    Endpoint version;
    std::size_t state = 0;           // the one that is asked about: position in History::states
    std::vector<BlamedGrant> grants; // sorted as grants are
    Horizon horizon = {};
};

// A version that is not known to have been in force is an error: nobody knows what came before it.
Result<Blame> blame(const timeline::History& history, const timeline::When& when);

} // namespace polhist::answers
