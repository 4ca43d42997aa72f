// One run of a subscription: look, record, deliver.

#pragma once

#include "watch/delivery.h"

namespace polhist::watch {

struct RunOptions {
    bool at_once = false;     // `--now`
    bool accept_loss = false; // `--accept-loss`
    std::string program;
};

// Looks at the source, records what is new in one commit, and brings it to the sinks. What goes
// wrong is told to the world; a source that fails holds up no delivery. Whether all was recorded
// and delivered. One run of a subscription at a time: another waits for it.
bool run(Desk desk, const RunOptions& options);

} // namespace polhist::watch
