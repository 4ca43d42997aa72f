// What was in force when, and what each step changed.

#pragma once

#include "answers/comparison.h"
#include "diff/step.h"
#include "index/steps.h"

namespace polhist::answers {

// One state in force. `step` is what it changed against `before`; the first has neither.
struct LogEntry {
    const timeline::State* state = nullptr;
    const timeline::Version* version = nullptr;
    const timeline::Version* before = nullptr;
    std::optional<diff::Step> step;
};

struct Log {
    std::vector<LogEntry> entries;  // newest first
    std::vector<std::string> notes; // versions without a date, numbers never seen
};

// `kept`: steps of the usual budget that were computed before, to which those that are missing are
// added; none where the budget is another.
Result<Log> log_of(const timeline::History& history,
                   std::size_t budget = access::usual_budget,
                   index::Steps* kept = nullptr);

} // namespace polhist::answers
