#include "watch/aws_listing.h"

#include "core/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace polhist::watch {
namespace {

using timeline::SourceClass;
using timeline::VersionClaim;

constexpr std::int64_t second = 1'000'000; // to which IAM tells instants

std::string text_of(const std::optional<Instant>& instant) {
    return instant ? format_instant(*instant) : "-";
}

bool may_be_of(const ListedPolicy& listed, const VersionClaim& version) {
    return version.version == listed.version && version.source == SourceClass::exact &&
           version.created &&
           (!listed.created ||
            version.created->microseconds + second > listed.created->microseconds);
}

} // namespace

std::vector<ListedPolicy> listed_policies(ingest::Imported& listing) {
    std::map<timeline::PolicyKey, const timeline::ListingClaim*> versions;
    for (const timeline::ListingClaim& claim : listing.claims.listings) {
        versions.emplace(claim.policy, &claim);
    }
    std::vector<ListedPolicy> policies;
    for (const timeline::PolicyClaim& claim : listing.claims.policies) {
        const auto version = versions.find(claim.policy);
        if (version == versions.end() || claim.arn.empty()) {
            listing.rejected.push_back(
                {"aws",
                 claim.policy.name,
                 fmt::format("aws iam list-policies: `{}` has no {}",
                             claim.policy.name,
                             claim.arn.empty() ? "`Arn`" : "`DefaultVersionId`")});
            continue;
        }
        policies.push_back({claim.policy,
                            claim.arn,
                            version->second->default_version,
                            claim.created,
                            version->second->updated});
    }
    std::ranges::sort(policies, {}, &ListedPolicy::policy);
    return policies;
}

std::string digest_of(const std::vector<ListedPolicy>& policies) {
    Sha256 digest;
    for (const ListedPolicy& listed : policies) {
        digest.add(fmt::format("{} {} {} {}\n",
                               listed.arn,
                               listed.version,
                               text_of(listed.created),
                               text_of(listed.updated)));
    }
    return digest.hex();
}

std::optional<VersionClaim> known_default(const ListedPolicy& listed,
                                          const std::vector<VersionClaim>& known) {
    std::optional<VersionClaim> found;
    for (const VersionClaim& version : known) {
        if (!may_be_of(listed, version)) {
            continue;
        }
        if (found && found->document != version.document) {
            return std::nullopt;
        }
        if (!found || found->created < version.created) {
            found = version;
        }
    }
    return found;
}

} // namespace polhist::watch
