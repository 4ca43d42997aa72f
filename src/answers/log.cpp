#include "answers/log.h"

namespace polhist::answers {

Result<Log>
log_of(const timeline::History& history, const ledger::Ledger& ledger, std::size_t budget) {
    auto changes = steps(history, ledger, budget);
    if (!changes) {
        return tl::make_unexpected(std::move(changes.error()));
    }
    Log log;
    for (std::size_t i = history.states.size(); i-- > 0;) {
        const timeline::State& state = history.states[i];
        std::optional<Comparison> step;
        if (i > 0) {
            step = std::move((*changes)[i - 1]);
        }
        log.entries.push_back({&state, &history.version_of(state), std::move(step)});
    }
    log.notes = history.notes;
    return log;
}

} // namespace polhist::answers
