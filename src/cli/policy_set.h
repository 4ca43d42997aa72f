// Policy sets on the lines of a batch.

#pragma once

#include "core/error.h"
#include "policy/set_reader.h"

namespace polhist::cli {

// The set at a value. One whose principal can ask nothing (a group, a bucket, a name with a
// wildcard) is refused: it would allow nothing, whatever its documents say.
Result<policy::PolicySet> read_policy_set(json::Value value);

} // namespace polhist::cli
