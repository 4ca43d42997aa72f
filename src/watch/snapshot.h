// What a source has now: of each policy the version in force, and all it says beside that.

#pragma once

#include "ingest/source.h"
#include "watch/event.h"

#include <map>
#include <string>
#include <vector>

namespace polhist::watch {

struct Snapshot {
    std::map<timeline::PolicyKey, Sight> policies;
    timeline::Claims claims;           // as the source makes them, without looks
    std::vector<std::string> rejected; // what could not be read: finished lines
    std::vector<std::string> notes;
};

// In force is the version that the source calls the default, else the newest, by creation and
// number; where it kept several defaults, the newest of them. A policy that has several undated
// documents side by side is rejected: nobody knows which counts. `imported` was read with
// `options.at`, for the looks.
Snapshot snapshot_of(ingest::Imported imported);

} // namespace polhist::watch
