#include "ledger/matching.h"

#include "access/glob.h"
#include "ledger/wording.h"
#include "policy/grant.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <tuple>

namespace polhist::ledger {
namespace {

using policy::Document;
using policy::Grant;

std::int64_t days_between(std::string_view left, std::string_view right) {
    constexpr std::int64_t day = 24LL * 60 * 60 * 1'000'000; // microseconds
    const auto from = start_of_day(left);
    const auto to = start_of_day(right);
    assert(from && to);
    return std::abs(from->microseconds - to->microseconds) / day;
}

bool names_any(const std::vector<std::string>& named, const Telling& change) {
    return std::ranges::any_of(
        change.actions, [&](const std::string& action) { return names_action(named, action); });
}

// The actions of grants that only one of two documents has; nothing where both grant the same.
std::optional<std::vector<std::string>> changed_actions(const Document& before,
                                                        const Document& after) {
    const auto less = [](const Grant& a, const Grant& b) { return policy::compare(a, b) < 0; };
    const auto old_grants = policy::grants_of(before);
    const auto new_grants = policy::grants_of(after);
    std::vector<Grant> changed;
    std::ranges::set_symmetric_difference(
        old_grants, new_grants, std::back_inserter(changed), less);
    if (changed.empty()) {
        return std::nullopt;
    }
    std::vector<std::string> actions;
    for (const Grant& grant : changed) {
        if (grant.action() != nullptr) {
            actions.push_back(*grant.action());
        }
    }
    return actions;
}

struct Changes {
    std::vector<Telling> tellings;
    std::vector<std::size_t> states; // of each
};

Changes changes_in(const Subject& subject) {
    const timeline::History& history = *subject.history;
    const auto day_of = [&](std::size_t state) { return format_date(history.states[state].since); };
    Changes changes;
    std::optional<std::size_t> before;
    for (std::size_t i = 0; i < history.states.size(); ++i) {
        if (i + 1 < history.states.size() && day_of(i + 1) == day_of(i)) {
            continue; // not the last of its day
        }
        std::optional<std::vector<std::string>> actions;
        if (before) {
            const auto* then = subject.documents[*before];
            const auto* now = subject.documents[i];
            actions =
                then != nullptr && now != nullptr ? changed_actions(*then, *now) : std::nullopt;
        } else if (history.version_of(history.states.front()).id == "v1") {
            actions.emplace();
        }
        if (actions) {
            changes.tellings.push_back({day_of(i), std::move(*actions)});
            changes.states.push_back(i);
        }
        before = i;
    }
    return changes;
}

} // namespace

std::string text_of(const Update& update) {
    return update.change + " " + update.description;
}

bool names_action(const std::vector<std::string>& names, std::string_view action) {
    return std::ranges::any_of(
        names, [&](const std::string& name) { return access::matches_action(name, action); });
}

std::optional<std::size_t> change_told_by(const Update& update, std::span<const Telling> changes) {
    const std::vector<std::string> named = actions_in(text_of(update));
    const auto rank = [&](const Telling& change) {
        return std::tuple(!names_any(named, change), days_between(update.date, change.day));
    };
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const bool near = days_between(update.date, changes[i].day) <= farthest_days;
        if (near && (!best || rank(changes[i]) < rank(changes[*best]))) {
            best = i;
        }
    }
    return best;
}

bool speaks_of(const Ledger& ledger, std::string_view policy) {
    return std::ranges::find(ledger.updates, policy, &Update::policy) != ledger.updates.end() ||
           std::ranges::find(ledger.prose, policy, &Prose::policy) != ledger.prose.end();
}

Ledger ledger_on(std::span<const Ledger> ledgers, std::string_view policy) {
    Ledger all;
    for (const Ledger& ledger : ledgers) {
        if (!speaks_of(ledger, policy)) {
            continue;
        }
        if (all.tracking_since.empty() || ledger.tracking_since < all.tracking_since) {
            all.tracking_since = ledger.tracking_since;
        }
        for (const Update& update : ledger.updates) {
            all.documented_until = std::max(all.documented_until, update.date);
        }
        std::ranges::copy_if(ledger.updates,
                             std::back_inserter(all.updates),
                             [&](const Update& update) { return update.policy == policy; });
        std::ranges::copy_if(ledger.prose, std::back_inserter(all.prose), [&](const Prose& prose) {
            return prose.policy == policy;
        });
    }
    return all;
}

std::vector<MatchedUpdate> matched_updates(std::span<const Ledger> ledgers,
                                           const Subject& subject) {
    const Ledger ledger = ledger_on(ledgers, subject.history->name);
    std::vector<MatchedUpdate> matched;
    if (ledger.updates.empty()) {
        return matched;
    }
    const Changes changes = changes_in(subject);
    for (const Update& update : ledger.updates) {
        const auto told = change_told_by(update, changes.tellings);
        matched.push_back({update, told ? std::optional(changes.states[*told]) : std::nullopt});
    }
    std::ranges::stable_sort(
        matched, std::greater{}, [](const MatchedUpdate& one) { return one.update.date; });
    return matched;
}

} // namespace polhist::ledger
