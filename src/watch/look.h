// One look of a subscription at its source: what of it is to be recorded.

#pragma once

#include "watch/snapshot.h"
#include "watch/table.h"

#include <cstddef>
#include <string>

namespace polhist::watch {

struct LookOptions {
    std::string observer;
    Instant now;
    bool accept_loss = false; // `--accept-loss`
};

struct Look {
    timeline::Claims claims;
    Instant at;
    bool baseline = false;   // the first of the subscription
    std::size_t changed = 0; // policies that differ from the look before
    std::size_t gone = 0;
};

// What differs from the last look. An error where the source is not to be believed: it has no
// policy at all or, unless that is accepted, lost more than a tenth of them. Where something was
// rejected, no policy counts as gone, for it may be what was rejected. The instant of a look is
// later than that of any before it, whatever the clock says.
Result<Look> look_at(Snapshot snapshot, const Table& table, const LookOptions& options);

} // namespace polhist::watch
