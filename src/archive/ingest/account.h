// Whose account a dump shows, and which policies of it the dump lists in full.
//
// `aws iam get-account-authorization-details --filter` leaves lists empty that were not asked for,
// and the answer does not say so. A list of users, groups or roles with entries is whole, and
// `Policies` where one of the account's own is in it. An empty one is taken for whole
// only where nothing in the dump contradicts that: somebody is in a group that is not there, or has
// a managed policy that is not there, or there is neither a user, a group nor a role, though each
// account has roles.

#pragma once

#include "json/tree.h"

#include <optional>
#include <string>
#include <vector>

namespace polhist::ingest {

// The number of the account that the ARNs of users, groups, roles and policies name; `scope` where
// none does. Nothing where they name several, or only policies of AWS are there.
std::optional<std::string> account_of(const json::Tree& dump, const std::string& scope);

// The kinds of policies (timeline/presence.h) that are listed in full, sorted.
std::vector<std::string> kinds_listed(const json::Tree& dump);

} // namespace polhist::ingest
