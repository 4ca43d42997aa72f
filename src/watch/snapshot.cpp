#include "watch/snapshot.h"

#include "timeline/incarnations.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace polhist::watch {
namespace {

using timeline::Observation;
using timeline::PolicyKey;
using timeline::VersionClaim;

// The candidates of one policy.
struct Found {
    std::vector<Sight> defaults;
    std::vector<Sight> versions;
};

void add(std::vector<Sight>& to, Sight sight) {
    if (std::ranges::find(to, sight) == to.end()) {
        to.push_back(std::move(sight));
    }
}

std::map<PolicyKey, Found> found_in(const timeline::Claims& claims) {
    std::map<PolicyKey, Found> found;
    for (const Observation& look : claims.observations) {
        if (look.kind == Observation::Kind::in_force) {
            add(found[look.policy].defaults, {look.version, look.document, look.created});
        }
    }
    for (const VersionClaim& claim : claims.versions) {
        add(found[claim.policy].versions, {claim.version, claim.document, claim.created});
    }
    return found;
}

// The newest of some versions; nothing where there are none, or several could be.
std::optional<Sight> newest_of(const std::vector<Sight>& sights) {
    const auto rank = [](const Sight& sight) {
        return std::tuple(sight.created, timeline::number_of(sight.version));
    };
    const auto newest = std::ranges::max_element(sights, {}, rank);
    const auto as_new = [&](const Sight& sight) { return rank(sight) == rank(*newest); };
    return newest != sights.end() && std::ranges::count_if(sights, as_new) == 1
               ? std::optional(*newest)
               : std::nullopt;
}

} // namespace

Snapshot snapshot_of(ingest::Imported imported) {
    Snapshot snapshot;
    for (ingest::Rejected& rejected : imported.rejected) {
        snapshot.rejected.push_back(std::move(rejected.error));
    }
    snapshot.notes = std::move(imported.notes);
    for (const auto& [policy, found] : found_in(imported.claims)) {
        if (auto sight = newest_of(found.defaults.empty() ? found.versions : found.defaults)) {
            snapshot.policies.emplace(policy, std::move(*sight));
        } else {
            snapshot.rejected.push_back(
                fmt::format("the source has `{}` more than once, with different documents; give "
                            "each policy one",
                            policy.name));
        }
    }
    imported.claims.observations.clear();
    imported.claims.polls.clear();
    imported.claims.principals.clear(); // subscriptions are about policies
    snapshot.claims = std::move(imported.claims);
    return snapshot;
}

} // namespace polhist::watch
