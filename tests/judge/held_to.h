// What the engine is held to already: turn on what it has learnt.

#pragma once

namespace polhist::judge {

// Witnesses that hang on a caller of whom AWS leaves open what a NotPrincipal says are labelled so.
constexpr bool caller_labels = true;

// The values of keys follow from what AWS puts into requests, in every profile. Without it the
// profiles about that are tried only when they are asked for.
constexpr bool carried_values = true;

} // namespace polhist::judge
