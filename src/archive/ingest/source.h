// Any source of policies, its kind recognised by content, as claims.

#pragma once

#include "core/error.h"
#include "core/instant.h"
#include "timeline/claim.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace polhist::ingest {

struct Options {
    std::string scope = "local";     // whose policies they are where no ARN tells
    std::string kind;                // `--as KIND`; empty: by content
    std::optional<Instant> at;       // when bare documents were in force, and what a dump tells
    std::optional<Instant> now;      // of a dump that is told no other time
    std::string observer = "stated"; // who observed that: a person said so
    // Told how much is done, from 0 to 1; may be empty.
    std::function<void(double)> progress;
};

// Something that could not be read. `error` is a finished line.
struct Rejected {
    std::string source; // as the user named it
    std::string path;   // inside it; empty where all of it is meant
    std::string error;
};

struct Imported {
    timeline::Claims claims;
    std::vector<Rejected> rejected;
    std::vector<std::string> notes; // for people: what was passed over, and why

    // Takes over all of another.
    void append(Imported more);
};

// Reads a source: a file, a folder, a git repository, or `-`. An error means that nothing of it
// could be read.
Result<Imported> read_source(const std::string& path, const Options& options);

} // namespace polhist::ingest
