// What IAM lists: the output of `aws iam list-policies` and of
// `aws iam get-account-authorization-details`.
//
// Both are refused as a whole when they do not hold all (`IsTruncated`, `NextToken`) or have no
// `Policies`. Anything else that is wrong costs the policy or the version it is in. Sources of the
// form: "ListPolicies" and "GetAccountAuthorizationDetails" in the IAM API reference.

#pragma once

#include "core/error.h"
#include "ingest/source.h"
#include "json/tree.h"

namespace polhist::ingest {

// Names, ARNs, default versions and dates.
Result<Imported> read_listing(const json::Tree& tree, const Options& options);

// The managed policies with all their versions, and the policies that stand in users, groups and
// roles: `user/NAME/inline/POLICY`, `group/NAME/inline/POLICY`, `role/NAME/inline/POLICY`,
// `role/NAME/trust`. Refused is a policy whose ARN or name stands twice, that lists a version twice
// or not exactly one default version, or whose `DefaultVersionId` says another. What is in force
// was observed at `options.at`, else `options.now`; a policy of the account that a whole dump lacks
// is gone by then (timeline/claim.h, Poll).
Result<Imported> read_dump(const json::Tree& tree, const Options& options);

} // namespace polhist::ingest
