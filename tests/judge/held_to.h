// What the engine is held to already: turn on what it has learnt.

#pragma once

namespace polhist::judge {

// Witnesses that hang on a caller of whom AWS leaves open what a NotPrincipal says are labelled so.
constexpr bool caller_labels = false;

} // namespace polhist::judge
