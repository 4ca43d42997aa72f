#include "answers/changelog.h"

#include <algorithm>
#include <map>

namespace polhist::answers {
namespace {

using timeline::History;
using Days = std::map<std::string, ChangelogDay, std::greater<>>;

bool in_time(const ChangelogFilter& filter, Instant at) {
    return (!filter.since || at >= *filter.since) && (!filter.until || at <= *filter.until);
}

ChangelogDay& day_of(Days& days, const std::string& date) {
    ChangelogDay& day = days[date];
    day.date = date;
    return day;
}

Result<std::vector<History>> histories(const timeline::Archive& archive,
                                       const ChangelogFilter& filter) {
    std::vector<History> found;
    const auto names = filter.policies.empty() ? archive.names() : filter.policies;
    for (const std::string& name : names) {
        auto history = timeline::find(archive, name);
        if (!history) {
            return tl::make_unexpected(std::move(history.error()));
        }
        found.push_back(std::move(*history));
    }
    std::ranges::sort(found, {}, &History::name);
    // Not std::ranges::unique: clang 14, which builds the fuzz targets, does not compile its
    // result.
    const auto repeated =
        std::unique(found.begin(), found.end(), [](const History& left, const History& right) {
            return left.name == right.name;
        });
    found.erase(repeated, found.end());
    return found;
}

bool is_wanted(const ChangelogFilter& filter, const std::optional<Comparison>& step) {
    return !filter.verdict || (step && step->difference.access.verdict == *filter.verdict);
}

Result<void> add_entries(const History& history,
                         const ledger::Ledger& ledger,
                         const ChangelogFilter& filter,
                         Days& days) {
    auto changes = steps(history, ledger, filter.budget);
    if (!changes) {
        return tl::make_unexpected(std::move(changes.error()));
    }
    for (std::size_t i = 0; i < history.states.size(); ++i) {
        const timeline::State& state = history.states[i];
        std::optional<Comparison> step;
        if (i > 0) {
            step = std::move((*changes)[i - 1]);
        }
        if (!in_time(filter, state.since) || !is_wanted(filter, step)) {
            continue;
        }
        auto version = endpoint_of(history.version_of(state));
        if (!version) {
            return tl::make_unexpected(std::move(version.error()));
        }
        day_of(days, format_date(state.since))
            .entries.push_back({history.name, state, std::move(*version), std::move(step)});
    }
    return {};
}

bool is_told(const Days& days, const ledger::Update& update) {
    return std::ranges::any_of(days, [&](const auto& day) {
        return std::ranges::any_of(day.second.entries, [&](const ChangelogEntry& entry) {
            return entry.step && entry.policy == update.policy &&
                   std::ranges::any_of(entry.step->documented, [&](const auto& documented) {
                       return documented.date == update.date;
                   });
        });
    });
}

void add_unmatched(const ledger::Ledger& ledger,
                   const std::vector<History>& policies,
                   const ChangelogFilter& filter,
                   Days& days) {
    for (const ledger::Update& update : ledger.updates) {
        const bool concerns =
            filter.policies.empty() ||
            std::ranges::find(policies, update.policy, &History::name) != policies.end();
        const auto day = start_of_day(update.date);
        if (concerns && day && in_time(filter, *day) && !is_told(days, update)) {
            day_of(days, update.date).unmatched.push_back(update);
        }
    }
}

} // namespace

Result<std::vector<ChangelogDay>> changelog(const timeline::Archive& archive,
                                            const ledger::Ledger& ledger,
                                            const ChangelogFilter& filter) {
    const auto policies = histories(archive, filter);
    if (!policies) {
        return tl::make_unexpected(policies.error());
    }
    Days days;
    for (const History& history : *policies) {
        if (const auto added = add_entries(history, ledger, filter, days); !added) {
            return tl::make_unexpected(added.error());
        }
    }
    if (!filter.verdict) {
        add_unmatched(ledger, *policies, filter, days);
    }
    std::vector<ChangelogDay> newest_first;
    for (auto& [date, day] : days) {
        newest_first.push_back(std::move(day));
    }
    return newest_first;
}

} // namespace polhist::answers
