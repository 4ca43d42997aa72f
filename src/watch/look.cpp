#include "watch/look.h"

#include "watch/derivation.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace polhist::watch {
namespace {

using timeline::Observation;
using timeline::PolicyKey;

constexpr std::size_t tenth = 10;

class Looker {
public:
    Looker(Snapshot& snapshot, const Table& table, const LookOptions& options)
        : snapshot_(snapshot),
          table_(table),
          options_(options),
          at_(options.now) {
        constexpr std::int64_t moment = 1;
        if (table.newest && at_ <= *table.newest) {
            at_ = Instant{table.newest->microseconds + moment};
        }
    }

    Result<Look> look() {
        const std::vector<PolicyKey> gone = find_gone();
        if (auto good = check_loss(gone.size()); !good) {
            return tl::make_unexpected(std::move(good.error()));
        }
        look_.at = at_;
        look_.baseline = !table_.first;
        for (const auto& [policy, sight] : snapshot_.policies) {
            see(policy, sight);
        }
        for (const PolicyKey& policy : gone) {
            if (snapshot_.rejected.empty()) {
                ++look_.gone;
                add(policy, Observation::Kind::withdrawn, {});
            }
        }
        look_.changed = look_.claims.observations.size();
        take_claims();
        return std::move(look_);
    }

private:
    [[nodiscard]] std::vector<PolicyKey> find_gone() const {
        std::vector<PolicyKey> gone;
        for (const auto& [policy, last] : table_.last) {
            if (last.kind == Observation::Kind::in_force && !snapshot_.policies.contains(policy)) {
                gone.push_back(policy);
            }
        }
        return gone;
    }

    [[nodiscard]] Result<void> check_loss(std::size_t gone) const {
        const bool says_nothing = snapshot_.policies.empty() && snapshot_.claims.updates.empty() &&
                                  snapshot_.claims.prose.empty();
        const std::size_t present = table_.present();
        if (says_nothing || (snapshot_.policies.empty() && present > 0)) {
            return failure("the source has no policy at all; nothing was recorded");
        }
        if (gone * tenth > present && !options_.accept_loss) {
            return failure(fmt::format(
                "the source lost {} of {} policies, over a tenth; nothing was recorded (if that is "
                "right, run it once with --accept-loss)",
                gone,
                present));
        }
        return {};
    }

    void see(const PolicyKey& policy, const Sight& sight) {
        const auto last = table_.last.find(policy);
        const bool same = last != table_.last.end() &&
                          last->second.kind == Observation::Kind::in_force &&
                          same_version(sight_of(last->second), sight);
        if (!same) {
            add(policy, Observation::Kind::in_force, sight);
        }
    }

    void add(const PolicyKey& policy, Observation::Kind kind, const Sight& sight) {
        look_.claims.observations.push_back(
            {policy, options_.observer, at_, kind, sight.version, sight.document, sight.created});
        changed_.insert(policy);
    }

    // Of a policy with one version that was seen before, all is known.
    [[nodiscard]] std::set<PolicyKey> known_policies() const {
        std::map<PolicyKey, std::size_t> counts;
        for (const timeline::VersionClaim& claim : snapshot_.claims.versions) {
            ++counts[claim.policy];
        }
        std::set<PolicyKey> known;
        for (const auto& [policy, count] : counts) {
            if (count == 1 && !changed_.contains(policy) && table_.last.contains(policy)) {
                known.insert(policy);
            }
        }
        return known;
    }

    template <typename T>
    void take(std::vector<T>& from, std::vector<T>& to, const std::set<PolicyKey>& known) {
        std::ranges::copy_if(std::make_move_iterator(from.begin()),
                             std::make_move_iterator(from.end()),
                             std::back_inserter(to),
                             [&](const T& claim) { return !known.contains(claim.policy); });
    }

    void take_claims() {
        const std::set<PolicyKey> known = known_policies();
        timeline::Claims& from = snapshot_.claims;
        timeline::Claims& to = look_.claims;
        take(from.policies, to.policies, known);
        take(from.versions, to.versions, known);
        take(from.listings, to.listings, known);
        take(from.forms, to.forms, known);
        for (timeline::Form& form : to.forms) {
            form.at = at_;
        }
        to.updates = std::move(from.updates);
        to.prose = std::move(from.prose);
        if (!to.observations.empty()) {
            to.polls.push_back({options_.observer, at_, {}, {}, {}});
        }
    }

    Snapshot& snapshot_;
    const Table& table_;
    const LookOptions& options_;
    Instant at_;
    Look look_;
    std::set<PolicyKey> changed_;
};

} // namespace

Result<Look> look_at(Snapshot snapshot, const Table& table, const LookOptions& options) {
    return Looker(snapshot, table, options).look();
}

} // namespace polhist::watch
