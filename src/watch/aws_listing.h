// What IAM lists of managed policies, and which of their versions must still be fetched.

#pragma once

#include "ingest/source.h"

#include <optional>
#include <string>
#include <vector>

namespace polhist::watch {

// A listed policy and the version that is its default.
struct ListedPolicy {
    timeline::PolicyKey policy;
    std::string arn;
    std::string version;
    std::optional<Instant> created; // the policy
    std::optional<Instant> updated; // its newest version was created
};

// The policies of a listing, sorted. One without ARN or default version is rejected in `listing`.
std::vector<ListedPolicy> listed_policies(ingest::Imported& listing);

// Tells two listings apart by what they say of policies and versions; nothing else counts.
std::string digest_of(const std::vector<ListedPolicy>& policies);

// The default version of a listed policy among versions that are known; nothing where it must be
// fetched. A version is trusted to be the same one only if IAM itself told it, and if it is no
// older than the policy: a policy that was deleted and made anew has other versions under the same
// ids. Where two documents were seen under one id, neither is believed.
std::optional<timeline::VersionClaim>
known_default(const ListedPolicy& listed, const std::vector<timeline::VersionClaim>& known);

} // namespace polhist::watch
