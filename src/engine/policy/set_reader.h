// Reads a policy set from JSON.
//
// `{"identity":[DOC…],"boundary":DOC|null,"session":[DOC…]|null,"scp":[[DOC…]…]|null,
// "rcp":[[DOC…]…]|null,"resource":DOC|null,"principal":ARN|null,"cross_account":B}`. Members that
// are missing are null; an `identity` of null is empty. Other members are refused: a layer that is
// misspelt would be taken for absent.

#pragma once

#include "core/error.h"
#include "json/tree.h"
#include "policy/set.h"

namespace polhist::policy {

// Of SCPs, and of RCPs. AWS has seven: the root, five OUs on top of each other, the account.
constexpr std::size_t most_levels = 16;

constexpr std::size_t most_documents_of_a_set = 1000;

// Whether a value is meant as a set: an object without `Statement` that has a member of sets alone,
// or nothing but members of sets.
bool is_meant_as_set(json::Value value);

Result<PolicySet> read_set(json::Value value);

} // namespace polhist::policy
