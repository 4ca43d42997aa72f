#include "answers/import_report.h"

#include "timeline/derive.h"

#include <algorithm>

namespace polhist::answers {
namespace {

using timeline::Claims;

void append(Claims& to, const Claims& from) {
    to.policies.insert(to.policies.end(), from.policies.begin(), from.policies.end());
    to.versions.insert(to.versions.end(), from.versions.begin(), from.versions.end());
    to.observations.insert(
        to.observations.end(), from.observations.begin(), from.observations.end());
}

} // namespace

ClaimsByPolicy by_policy(const Claims& claims) {
    ClaimsByPolicy split;
    for (const auto& claim : claims.policies) {
        split[claim.policy].policies.push_back(claim);
    }
    for (const auto& claim : claims.versions) {
        split[claim.policy].versions.push_back(claim);
    }
    for (const auto& claim : claims.observations) {
        split[claim.policy].observations.push_back(claim);
    }
    for (const auto& claim : claims.listings) {
        split[claim.policy].listings.push_back(claim);
    }
    return split;
}

PollsAround polls_around(std::vector<timeline::Poll> before, const Claims& imported) {
    PollsAround polls{before, std::move(before)};
    polls.after.insert(polls.after.end(), imported.polls.begin(), imported.polls.end());
    return polls;
}

std::vector<std::string> scopes_listed(const Claims& imported) {
    std::vector<std::string> scopes;
    for (const timeline::Poll& poll : imported.polls) {
        if (!poll.kinds.empty()) {
            scopes.push_back(poll.scope);
        }
    }
    std::ranges::sort(scopes);
    scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
    return scopes;
}

ImportReport
report_on(const ClaimsByPolicy& imported, const ClaimsByPolicy& before, const PollsAround& polls) {
    ImportReport report;
    report.policies = imported.size();
    for (const auto& [policy, claims] : imported) {
        const timeline::History alone = timeline::derive(policy, claims, polls.after);
        report.gaps += alone.gaps.size();
        const auto known = before.find(policy);
        if (known == before.end()) {
            report.new_versions += alone.versions.size();
            report.states += alone.states.size();
            continue;
        }
        Claims both = known->second;
        append(both, claims);
        const timeline::History was = timeline::derive(policy, known->second, polls.before);
        const timeline::History now = timeline::derive(policy, both, polls.after);
        const std::size_t had = std::min(was.versions.size(), now.versions.size());
        const std::size_t brought = now.versions.size() - had;
        report.new_versions += brought;
        report.known_versions += alone.versions.size() - std::min(brought, alone.versions.size());
        report.states += now.states.size();
        report.withdrawn += now.withdrawn() && !was.withdrawn() ? 1U : 0U;
    }
    for (const auto& [policy, claims] : before) {
        if (!imported.contains(policy)) {
            const bool was = timeline::derive(policy, claims, polls.before).withdrawn().has_value();
            const bool is = timeline::derive(policy, claims, polls.after).withdrawn().has_value();
            report.withdrawn += is && !was ? 1U : 0U;
        }
    }
    return report;
}

} // namespace polhist::answers
