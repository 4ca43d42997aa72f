// One request that some statements match and others do not, the action aside.
//
// For one class of actions, a statement is a body: its resources, principals and conditions. All
// of them must hold for it to match, and it is refuted by any one that does not. The search asserts
// what must match, and for each body to refute chooses the part that fails, fewest choices first.
// Each dimension is decided on its own as soon as it is touched (access/demands.h); variables tie
// dimensions together and are settled last (access/variables.h). Every request found is confirmed
// by the caller before it counts.

#pragma once

#include "access/variables.h"

namespace polhist::access {

class Residual {
public:
    // All searches together give up when the budget is spent.
    Residual(const Parts& parts, Budget& budget)
        : parts_(parts),
          budget_(budget),
          dimensions_(parts, budget) {}

    // The best request found that matches all of `asserted` and none of `refuted`, and that
    // `confirm` accepts; for a resource as it is preferred, where there is one.
    Found search(const std::vector<Body>& asserted,
                 const std::vector<Body>& refuted,
                 const Preferred& preferred,
                 const Confirm& confirm);

    // Whether some resource that all of these take in may be matched by one of some patterns, as
    // far as a quick look tells: `false` is certain.
    bool may_be_among(const std::vector<Body>& asserted, std::span<const Pattern> patterns);

    Callers& callers() { return dimensions_.callers(); }

private:
    const Parts& parts_;
    Budget& budget_;
    Dimensions dimensions_;
};

} // namespace polhist::access
