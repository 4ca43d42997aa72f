#include "answers/changelog.h"

#include "answers/selection.h"

#include <algorithm>
#include <map>

namespace polhist::answers {
namespace {

using timeline::History;
using Days = std::map<std::string, ChangelogDay, std::greater<>>;

ChangelogDay& day_of(Days& days, const std::string& date) {
    ChangelogDay& day = days[date];
    day.date = date;
    return day;
}

Result<std::vector<History>> histories(const timeline::Archive& archive,
                                       const ChangelogFilter& filter) {
    const auto names = filter.policies.empty() ? Result<std::vector<std::string>>(archive.names())
                                               : select(archive, filter.policies);
    if (!names) {
        return tl::make_unexpected(names.error());
    }
    std::vector<History> found;
    for (const std::string& name : *names) {
        auto history = archive.history(name);
        if (!history) {
            return tl::make_unexpected(std::move(history.error()));
        }
        found.push_back(std::move(*history));
    }
    return found;
}

Result<void> add_entries(const History& history,
                         std::span<const ledger::Ledger> ledgers,
                         const ChangelogFilter& filter,
                         Days& days) {
    auto log = log_of(history, ledgers, filter.states);
    if (!log) {
        return tl::make_unexpected(std::move(log.error()));
    }
    for (LogEntry& entry : log->entries) {
        auto version = endpoint_of(*entry.version);
        if (!version) {
            return tl::make_unexpected(std::move(version.error()));
        }
        auto& entries = day_of(days, format_date(entry.state->since)).entries;
        entries.insert(std::ranges::find(entries, history.name, &ChangelogEntry::policy),
                       {history.name, *entry.state, std::move(*version), std::move(entry.step)});
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

void add_unmatched(std::span<const ledger::Ledger> ledgers,
                   const std::vector<History>& policies,
                   const ChangelogFilter& filter,
                   Days& days) {
    for (const ledger::Ledger& ledger : ledgers) {
        for (const ledger::Update& update : ledger.updates) {
            const bool concerns =
                filter.policies.empty() ||
                std::ranges::find(policies, update.policy, &History::name) != policies.end();
            const auto day = start_of_day(update.date);
            if (concerns && day && in_time(filter.states, *day) && !is_told(days, update)) {
                day_of(days, update.date).unmatched.push_back(update);
            }
        }
    }
}

} // namespace

Result<std::vector<ChangelogDay>> changelog(const timeline::Archive& archive,
                                            std::span<const ledger::Ledger> ledgers,
                                            const ChangelogFilter& filter) {
    const auto policies = histories(archive, filter);
    if (!policies) {
        return tl::make_unexpected(policies.error());
    }
    Days days;
    for (const History& history : *policies) {
        if (const auto added = add_entries(history, ledgers, filter, days); !added) {
            return tl::make_unexpected(added.error());
        }
    }
    if (!filter.states.verdict && !filter.states.service) {
        add_unmatched(ledgers, *policies, filter, days);
    }
    std::vector<ChangelogDay> newest_first;
    for (auto& [date, day] : days) {
        newest_first.push_back(std::move(day));
    }
    return newest_first;
}

} // namespace polhist::answers
