#include "timeline/presence.h"

#include "core/account.h"
#include "timeline/incarnations.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace polhist::timeline {
namespace {

using Kind = Observation::Kind;

// What shows at an instant that a policy was there, or was gone.
struct Evidence {
    Instant at;
    bool gone = false;
    const Observation* found = nullptr; // with a version; null for other evidence
};

bool comes_first(const Evidence& left, const Evidence& right) {
    if (left.at != right.at || left.gone != right.gone) {
        return std::tie(left.at, left.gone) < std::tie(right.at, right.gone);
    }
    // A version tells more; of two, any fixed order will do.
    return left.found != nullptr && (right.found == nullptr || *left.found < *right.found);
}

bool lists(const Poll& poll, const PolicyKey& policy) {
    return poll.scope == policy.scope &&
           std::ranges::find(poll.kinds, kind_in_account(policy.name)) != poll.kinds.end();
}

std::set<std::string_view> observers_of(const Claims& claims) {
    std::set<std::string_view> observers;
    for (const Observation& seen : claims.observations) {
        observers.insert(seen.observer);
    }
    return observers;
}

// Whether a policy is one that accounts list at all, and not just a document that somebody filed
// under an account.
bool is_of_iam(const PolicyKey& policy, std::span<const Version> versions, const Claims& claims) {
    return kind_in_account(policy.name) != "managed" ||
           std::ranges::any_of(claims.policies,
                               [](const PolicyClaim& claim) { return !claim.arn.empty(); }) ||
           std::ranges::any_of(versions,
                               [](const Version& version) { return number_of(version.id) != 0; });
}

bool concerns(const Poll& poll,
              const PolicyKey& policy,
              const std::set<std::string_view>& observers,
              bool of_iam) {
    // Scopes that are no accounts hold what comes from elsewhere, too.
    return lists(poll, policy) &&
           (observers.contains(poll.observer) || (is_account(poll.scope) && of_iam));
}

std::vector<Evidence> evidence_of(const PolicyKey& policy,
                                  std::span<const Version> versions,
                                  const Claims& claims,
                                  std::span<const Poll> polls) {
    std::vector<Evidence> evidence;
    std::set<std::pair<std::string_view, Instant>> observed;
    for (const Observation& seen : claims.observations) {
        const bool in_force = seen.kind == Kind::in_force;
        evidence.push_back({seen.at, seen.kind == Kind::withdrawn, in_force ? &seen : nullptr});
        observed.emplace(seen.observer, seen.at);
    }
    for (const Version& version : versions) {
        if (version.created) {
            evidence.push_back({*version.created, false, nullptr});
        }
    }
    const std::set<std::string_view> observers = observers_of(claims);
    const bool of_iam = is_of_iam(policy, versions, claims);
    for (const Poll& poll : polls) {
        if (concerns(poll, policy, observers, of_iam) &&
            !observed.contains({poll.observer, poll.at})) {
            evidence.push_back({poll.at, true, nullptr});
        }
    }
    std::ranges::sort(evidence, comes_first);
    return evidence;
}

void end(Withdrawal& withdrawal, const Evidence& back) {
    withdrawal.until = back.at;
    if (back.found != nullptr) {
        withdrawal.back = back.found->version;
        withdrawal.document = back.found->document;
        withdrawal.created = back.found->created;
    }
}

} // namespace

std::string_view kind_in_account(std::string_view name) {
    for (const std::string_view kind : {"user", "group", "role"}) {
        if (name.starts_with(kind) && name.substr(kind.size()).starts_with('/')) {
            return kind;
        }
    }
    return "managed";
}

std::vector<Withdrawal> withdrawals_of(const PolicyKey& policy,
                                       std::span<const Version> versions,
                                       const Claims& claims,
                                       std::span<const Poll> polls) {
    std::vector<Withdrawal> withdrawals;
    bool there = false;
    std::optional<Instant> found; // when it was there last
    for (const Evidence& evidence : evidence_of(policy, versions, claims, polls)) {
        if (!evidence.gone) {
            if (!there && !withdrawals.empty()) {
                end(withdrawals.back(), evidence);
            }
            there = true;
            found = evidence.at;
        } else if (there && found < evidence.at) {
            withdrawals.push_back({evidence.at, std::nullopt, {}, {}, std::nullopt});
            there = false;
        }
    }
    return withdrawals;
}

std::optional<Instant> known_until(const PolicyKey& policy,
                                   std::span<const Version> versions,
                                   const Claims& claims,
                                   std::span<const Poll> polls) {
    std::optional<Instant> newest;
    for (const Version& version : versions) {
        newest = std::max(newest, version.created);
    }
    for (const Observation& seen : claims.observations) {
        newest = std::max(newest, std::optional(seen.at));
    }
    const std::set<std::string_view> observers = observers_of(claims);
    const bool of_iam = is_of_iam(policy, versions, claims);
    for (const Poll& poll : polls) {
        if (observers.contains(poll.observer) || concerns(poll, policy, observers, of_iam)) {
            newest = std::max(newest, std::optional(poll.at));
        }
    }
    return newest;
}

std::optional<UnknownTime> unknown_time(std::span<const Version> versions,
                                        std::span<const State> states,
                                        const Claims& claims) {
    if (states.empty() && !versions.empty()) {
        return std::nullopt; // they were in force at a time nobody knows
    }
    UnknownTime unknown;
    for (const PolicyClaim& claim : claims.policies) {
        if (claim.created && (!unknown.from || *claim.created < *unknown.from)) {
            unknown.from = claim.created;
        }
    }
    bool there = states.empty() || number_of(versions[states.front().version].id) > 1;
    const bool dated = unknown.from.has_value();
    for (const Observation& seen : claims.observations) {
        const bool gap = seen.kind == Kind::gap;
        if (gap && !dated && !there && (!unknown.from || seen.at < *unknown.from)) {
            unknown.from = seen.at;
        }
        if (states.empty() && seen.kind == Kind::withdrawn) {
            unknown.until = std::max(unknown.until, std::optional(seen.at));
        }
    }
    if (!states.empty()) {
        unknown.until = states.front().since;
    }
    there = there || unknown.from;
    const bool any = !unknown.from || !unknown.until || *unknown.from < *unknown.until;
    return there && any ? std::optional(unknown) : std::nullopt;
}

} // namespace polhist::timeline
