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

// Which states to tell. Each is still told against the one in force before it, told or not.
struct LogFilter {
    std::optional<Instant> since; // both included
    std::optional<Instant> until;
    std::optional<access::Verdict> verdict; // leaves out the first version, which has none
    std::optional<std::string> service;     // what changed (of the first version: what it grants)
    std::size_t budget = access::usual_budget; // of each comparison
};

bool in_time(const LogFilter& filter, Instant at);

// Whether a state is to be told, in time or not; `document` is its own.
bool is_wanted(const LogFilter& filter,
               const std::optional<Comparison>& step,
               const policy::Document& document);

Result<Log> log_of(const timeline::History& history,
                   std::span<const ledger::Ledger> ledgers,
                   const LogFilter& filter = {});

} // namespace polhist::answers
