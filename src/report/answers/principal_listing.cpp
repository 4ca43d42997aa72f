#include "answers/principal_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace polhist::answers {
namespace {

using timeline::PrincipalHistory;
using timeline::PrincipalKey;
using timeline::PrincipalObservation;

// Whether an ARN is the policy that is meant by its ARN or its name.
bool is_meant(const std::string& arn, const std::string& policy) {
    return arn == policy || (arn.ends_with(policy) && arn.size() > policy.size() &&
                             arn[arn.size() - policy.size() - 1] == '/');
}

bool has_itself(const PrincipalObservation& facts, const std::string& policy) {
    return std::ranges::any_of(facts.attached,
                               [&](const std::string& arn) { return is_meant(arn, policy); }) ||
           std::ranges::find(facts.inlined, policy) != facts.inlined.end() ||
           is_meant(facts.boundary, policy);
}

class Listing {
public:
    Listing(std::span<const PrincipalHistory> histories, const PrincipalFilter& filter)
        : histories_(histories),
          filter_(filter) {
        for (const PrincipalHistory& history : histories) {
            by_key_.emplace(history.key, &history);
        }
    }

    PrincipalListing make() {
        PrincipalListing listing;
        std::optional<Instant> known;
        listing.policy_is_known = filter_.policy.empty();
        for (const PrincipalHistory& history : histories_) {
            if (!filter_.account.empty() && history.key.account != filter_.account) {
                continue;
            }
            known = std::max(known, std::optional(history.known_until));
            note_account(history, listing.accounts);
            listing.policy_is_known = listing.policy_is_known || once_had_policy(history);
            const PrincipalObservation* facts = facts_of(history);
            if (facts != nullptr && (filter_.policy.empty() || has_policy(*facts))) {
                listing.principals.push_back({&history, facts, *history.span_at(when(history))});
            }
        }
        std::ranges::sort(listing.accounts, {}, &LookedAtAccount::account);
        for (const LookedAtAccount& account : listing.accounts) {
            if (filter_.at && *filter_.at < account.first) {
                listing.unknown.push_back(account.account);
            }
        }
        std::ranges::sort(listing.principals,
                          [](const ListedPrincipal& one, const ListedPrincipal& other) {
                              return one.history->key < other.history->key;
                          });
        listing.horizon = horizon_of(known, filter_.at);
        return listing;
    }

private:
    [[nodiscard]] Instant when(const PrincipalHistory& history) const {
        return filter_.at.value_or(history.known_until);
    }

    [[nodiscard]] const PrincipalObservation* facts_of(const PrincipalHistory& history) const {
        const timeline::PrincipalState* state = history.at(when(history));
        return state != nullptr && state->facts ? &*state->facts : nullptr;
    }

    static void note_account(const PrincipalHistory& history,
                             std::vector<LookedAtAccount>& accounts) {
        const Instant first = history.states.front().since;
        const auto found =
            std::ranges::find(accounts, history.key.account, &LookedAtAccount::account);
        if (found == accounts.end()) {
            accounts.push_back({history.key.account, first, history.known_until});
        } else {
            found->first = std::min(found->first, first);
            found->last = std::max(found->last, history.known_until);
        }
    }

    [[nodiscard]] bool once_had_policy(const PrincipalHistory& history) const {
        return std::ranges::any_of(history.states, [&](const timeline::PrincipalState& state) {
            return state.facts && has_itself(*state.facts, filter_.policy);
        });
    }

    [[nodiscard]] bool has_policy(const PrincipalObservation& facts) const {
        return has_itself(facts, filter_.policy) ||
               std::ranges::any_of(facts.groups, [&](const std::string& group) {
                   const auto found = by_key_.find(
                       PrincipalKey{facts.principal.account, fmt::format("group/{}", group)});
                   const PrincipalObservation* of_group =
                       found == by_key_.end() ? nullptr : facts_of(*found->second);
                   return of_group != nullptr && has_itself(*of_group, filter_.policy);
               });
    }

    std::span<const PrincipalHistory> histories_;
    const PrincipalFilter& filter_;
    std::map<PrincipalKey, const PrincipalHistory*> by_key_;
};

} // namespace

PrincipalListing list_principals(std::span<const PrincipalHistory> histories,
                                 const PrincipalFilter& filter) {
    return Listing(histories, filter).make();
}

} // namespace polhist::answers
