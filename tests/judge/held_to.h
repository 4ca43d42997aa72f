// What the engine is held to already: turn on what it has learnt.

#pragma once

namespace polhist::judge {

// Witnesses that hang on a caller of whom AWS leaves open what a NotPrincipal says are labelled so.
constexpr bool caller_labels = true;

// The values of keys follow from what AWS puts into requests, in every profile. Without it the
// profiles about that are tried only when they are asked for.
constexpr bool carried_values = true;

// A trust policy or one of a KMS key that has only Denies still has to allow, and allows nothing.
constexpr bool policies_without_allows = true;

// The root of an account as the caller of a set is nobody else of the account.
constexpr bool root_callers = true;

} // namespace polhist::judge
