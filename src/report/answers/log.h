// What was in force when, and what each step changed.

#pragma once

#include "answers/comparison.h"
#include "answers/horizon.h"
#include "diff/step.h"
#include "index/steps.h"

namespace polhist::answers {

// One state in force. `step` is what it changed against `before`, or against nothing where the
// policy was withdrawn meanwhile; the first has neither.
struct LogEntry {
    const timeline::State* state = nullptr;
    const timeline::Version* version = nullptr;
    const timeline::Version* before = nullptr;
    std::optional<diff::Step> step;
};

struct Log {
    std::vector<LogEntry> entries;         // newest first
    std::vector<std::string> notes;        // versions without a date, numbers never seen
    std::optional<Instant> withdrawn = {}; // since when the policy is gone
    Horizon horizon = {};
    std::vector<Instant> withdrawals = {}; // in the time that is told, newest first
};

// Which states to tell. Each is still told against the one in force before it, told or not.
struct StateFilter {
    std::optional<Instant> since; // both included
    std::optional<Instant> until;
    std::optional<access::Verdict> verdict; // overall; leaves out the first version, with none
    std::optional<std::string> service;     // what changed (of the first version: what it grants)
    std::size_t budget = access::usual_budget; // of each comparison
};

bool in_time(const StateFilter& filter, Instant at);

// `kept`: steps of the usual budget that were computed before, to which those that are missing are
// added; not used where the budget is another.
Result<Log> log_of(const timeline::History& history,
                   const StateFilter& filter = {},
                   index::Steps* kept = nullptr);

} // namespace polhist::answers
