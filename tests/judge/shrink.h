// The smallest pair near a pair that still fails in the same way.

#pragma once

#include "judge/model.h"

#include <functional>

namespace polhist::judge {

using Fails = std::function<bool(const Pair&)>;

// Drops and shortens parts for as long as `fails` stays true.
Pair shrink(Pair pair, const Fails& fails);

// A policy with one thing less, in each way; at least one rule stays.
std::vector<Policy> smaller_policies(const Policy& policy);

} // namespace polhist::judge
