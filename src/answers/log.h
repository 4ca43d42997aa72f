// What was in force when, and what each step changed.

#pragma once

#include "answers/comparison.h"

namespace polhist::answers {

// One state in force. `step` is what it changed against the one before; the first has none.
struct LogEntry {
    const timeline::State* state = nullptr;
    const timeline::Version* version = nullptr;
    std::optional<Comparison> step;
};

struct Log {
    std::vector<LogEntry> entries;  // newest first
    std::vector<std::string> notes; // versions without a date, numbers never seen
};

Result<Log> log_of(const timeline::History& history,
                   const ledger::Ledger& ledger,
                   std::size_t budget = access::usual_budget);

} // namespace polhist::answers
