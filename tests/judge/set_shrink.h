// The smallest pair of policy sets near a pair that still fails in the same way.

#pragma once

#include "judge/policy_set.h"

#include <functional>

namespace polhist::judge {

using SetsFail = std::function<bool(const SetPair&)>;

// Drops and shortens parts for as long as `fails` stays true.
SetPair shrink(SetPair pair, const SetsFail& fails);

} // namespace polhist::judge
