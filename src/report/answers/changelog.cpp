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

// Whether a state is to be told, its time aside; `document` is its own.
bool is_wanted(const StateFilter& filter,
               const std::optional<Comparison>& step,
               const policy::Document& document) {
    if (filter.verdict && (!step || step->difference.access.overall != *filter.verdict)) {
        return false;
    }
    if (!filter.service) {
        return true;
    }
    return step ? touches(step->difference, *filter.service)
                : std::ranges::any_of(document.statements, [&](const policy::Statement& statement) {
                      return is_about(statement, *filter.service);
                  });
}

// What a state changed against the one before it, which the first does not have.
Result<std::optional<Comparison>>
change_to(const History& history, std::size_t state, const Reasons& reasons, std::size_t budget) {
    if (state == 0) {
        return std::nullopt;
    }
    return step(history, state, reasons, budget).map([](Comparison change) {
        return std::optional(std::move(change));
    });
}

Result<void> add_entries(const History& history,
                         std::span<const ledger::Ledger> ledgers,
                         const ChangelogFilter& filter,
                         Days& days) {
    const auto reasons = Reasons::of(history, ledgers);
    if (!reasons) {
        return tl::make_unexpected(reasons.error());
    }
    const auto add = [&](Result<std::optional<ChangelogEntry>> entry) -> Result<void> {
        if (!entry) {
            return tl::make_unexpected(std::move(entry.error()));
        }
        if (*entry) {
            auto& entries = day_of(days, format_date((*entry)->at())).entries;
            entries.insert(std::ranges::find(entries, history.name, &ChangelogEntry::policy),
                           std::move(**entry));
        }
        return {};
    };
    for (std::size_t i = history.states.size(); i-- > 0;) {
        auto added = add(withdrawal_entry_of(history, i, filter.states)).and_then([&] {
            return add(entry_of(history, i, *reasons, filter.states));
        });
        if (!added) {
            return added;
        }
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

std::string_view event_of(const ChangelogEntry& entry) {
    return entry.is_withdrawal ? "withdrawn" : name_of(entry.state.event);
}

Result<std::vector<History>> histories_of(const timeline::Archive& archive,
                                          const std::vector<std::string>& policies) {
    const auto names = policies.empty() ? Result<std::vector<std::string>>(archive.names())
                                        : select(archive, policies);
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

Result<std::optional<ChangelogEntry>> entry_of(const History& history,
                                               std::size_t state,
                                               const Reasons& reasons,
                                               const StateFilter& filter) {
    if (!in_time(filter, history.states[state].since)) {
        return std::nullopt;
    }
    auto version = endpoint_of(history.version_of(history.states[state]));
    if (!version) {
        return tl::make_unexpected(std::move(version.error()));
    }
    auto change = change_to(history, state, reasons, filter.budget);
    if (!change) {
        return tl::make_unexpected(std::move(change.error()));
    }
    if (!is_wanted(filter, *change, *version->document)) {
        return std::nullopt;
    }
    return ChangelogEntry{
        history.name, history.states[state], std::move(*version), std::move(*change)};
}

Result<std::optional<ChangelogEntry>>
withdrawal_entry_of(const History& history, std::size_t state, const StateFilter& filter) {
    const timeline::State& ended = history.states[state];
    if (!ended.withdrawn || !in_time(filter, *ended.withdrawn)) {
        return std::nullopt;
    }
    auto version = endpoint_of(history.version_of(ended));
    if (!version) {
        return tl::make_unexpected(std::move(version.error()));
    }
    std::optional<Comparison> change = withdrawal(history, *version, filter.budget);
    if (!is_wanted(filter, change, *version->document)) {
        return std::nullopt;
    }
    constexpr bool is_withdrawal = true;
    return ChangelogEntry{
        history.name, ended, std::move(*version), std::move(change), is_withdrawal};
}

Result<Changelog> changelog(const timeline::Archive& archive,
                            std::span<const ledger::Ledger> ledgers,
                            const ChangelogFilter& filter) {
    const auto policies = histories_of(archive, filter.policies);
    if (!policies) {
        return tl::make_unexpected(policies.error());
    }
    Days days;
    std::optional<Instant> known_until;
    for (const History& history : *policies) {
        known_until = std::max(known_until, history.known_until);
        if (const auto added = add_entries(history, ledgers, filter, days); !added) {
            return tl::make_unexpected(added.error());
        }
    }
    if (!filter.states.verdict && !filter.states.service) {
        add_unmatched(ledgers, *policies, filter, days);
    }
    Changelog changelog{{}, horizon_of(known_until, filter.states.until)};
    for (auto& [date, day] : days) {
        changelog.days.push_back(std::move(day));
    }
    return changelog;
}

} // namespace polhist::answers
