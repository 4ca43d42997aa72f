// A source now against what an archive holds.

#pragma once

#include "watch/news.h"
#include "watch/snapshot.h"

#include <string>
#include <vector>

namespace polhist::watch {

struct InspectionOptions {
    std::vector<std::string> policies; // names; none: all
    Instant now;
};

struct Inspection {
    std::size_t policies = 0;  // that were compared
    std::size_t rewritten = 0; // that say the same in another way
    std::vector<News> drift;   // without keys, sorted by policy
    std::vector<std::string> notes;
};

// Compares what a source has in force with what is believed to be in force. A policy counts as gone
// where the archive knows of one in a scope that the source speaks of; where that would be more
// than a tenth of what the source has, the source is another one, and that is a note. Policies that
// neither side has are an error.
Result<Inspection> inspect(const timeline::Archive& archive,
                           const Snapshot& snapshot,
                           const InspectionOptions& options);

std::string inspection_text(const Inspection& inspection);

// `polhist.drift/1`. `source`: as may be told.
std::string inspection_json(const Inspection& inspection, std::string_view source);

} // namespace polhist::watch
