// What changed day by day, with the reasons that were documented.

#pragma once

#include "answers/log.h"
#include "answers/reasons.h"

namespace polhist::answers {

struct ChangelogFilter {
    std::vector<std::string> policies; // names, ARNs or patterns; none: all
    StateFilter states;
};

// A state that came into force, or ended because the policy was withdrawn. The first one known of a
// policy has no `step`.
struct ChangelogEntry {
    std::string policy;
    timeline::State state;
    Endpoint version;
    std::optional<Comparison> step;
    bool is_withdrawal = false;

    [[nodiscard]] Instant at() const { return is_withdrawal ? *state.withdrawn : state.since; }
};

// `version`, `rollback`, … as states have them, and `withdrawn`.
std::string_view event_of(const ChangelogEntry& entry);

struct ChangelogDay {
    std::string date;
    std::vector<ChangelogEntry> entries;   // by policy, then by time
    std::vector<ledger::Update> unmatched; // documented, but no change known that it speaks of
};

struct Changelog {
    std::vector<ChangelogDay> days; // newest first
    Horizon horizon;
};

// The histories of policies that are named (names, ARNs or patterns), or of all. Names that choose
// nothing are an error.
Result<std::vector<timeline::History>> histories_of(const timeline::Archive& archive,
                                                    const std::vector<std::string>& policies);

// The entry of a state, by its position. Nothing where the filter does not want it.
Result<std::optional<ChangelogEntry>> entry_of(const timeline::History& history,
                                               std::size_t state,
                                               const Reasons& reasons,
                                               const StateFilter& filter);

// The entry of the withdrawal that ended a state, by its position. Nothing where none did, or where
// the filter does not want it.
Result<std::optional<ChangelogEntry>>
withdrawal_entry_of(const timeline::History& history, std::size_t state, const StateFilter& filter);

// A filter by verdict leaves out first versions and unmatched updates, which have
// none; one by service the latter. Policies that are not known are an error.
Result<Changelog> changelog(const timeline::Archive& archive,
                            std::span<const ledger::Ledger> ledgers,
                            const ChangelogFilter& filter);

} // namespace polhist::answers
