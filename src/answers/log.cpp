#include "answers/log.h"

#include "answers/reasons.h"

#include <algorithm>

namespace polhist::answers {

bool in_time(const LogFilter& filter, Instant at) {
    return (!filter.since || at >= *filter.since) && (!filter.until || at <= *filter.until);
}

bool is_wanted(const LogFilter& filter,
               const std::optional<Comparison>& step,
               const policy::Document& document) {
    if (filter.verdict && (!step || step->difference.access.verdict != *filter.verdict)) {
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

Result<Log> log_of(const timeline::History& history,
                   std::span<const ledger::Ledger> ledgers,
                   const LogFilter& filter) {
    const auto reasons = Reasons::of(history, ledgers);
    if (!reasons) {
        return tl::make_unexpected(reasons.error());
    }
    Log log;
    for (std::size_t i = history.states.size(); i-- > 0;) {
        const timeline::State& state = history.states[i];
        if (!in_time(filter, state.since)) {
            continue;
        }
        std::optional<Comparison> change;
        const auto document = load(history.version_of(state));
        if (!document) {
            return tl::make_unexpected(document.error());
        }
        if (i > 0) {
            auto found = step(history, i, *reasons, filter.budget);
            if (!found) {
                return tl::make_unexpected(std::move(found.error()));
            }
            change = std::move(*found);
        }
        if (is_wanted(filter, change, **document)) {
            log.entries.push_back({&state, &history.version_of(state), std::move(change)});
        }
    }
    log.notes = history.notes;
    return log;
}

} // namespace polhist::answers
