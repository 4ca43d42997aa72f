#include "watch/known.h"

#include "timeline/scope.h"

namespace polhist::watch {

using timeline::VersionClaim;

std::vector<VersionClaim> known_versions(const store::Store& store,
                                         const timeline::PolicyKey& policy) {
    auto claims = store.claims_of(policy);
    return claims ? std::move(claims->versions) : std::vector<VersionClaim>();
}

std::vector<VersionClaim> known_versions(const timeline::Archive& archive,
                                         const timeline::PolicyKey& policy) {
    std::vector<VersionClaim> known;
    for (const std::string& name : {timeline::written(policy), policy.name}) {
        const auto history = archive.has(name) ? archive.history(name) : failure("");
        if (!history || history->scope != policy.scope || history->name != policy.name) {
            continue;
        }
        for (const timeline::Version& version : history->versions) {
            known.push_back(
                {policy, version.id, version.document, version.created, version.dated_by});
        }
        break;
    }
    return known;
}

} // namespace polhist::watch
