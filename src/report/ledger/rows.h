// Documented updates against what each day changed.
//
// Each update is matched to one change (ledger/matching.h). What came up to the day the vendor
// began to track changes need not be documented.

#pragma once

#include "ledger/audit.h"

namespace polhist::ledger {

// In no particular order, and an action that is named twice is found twice.
std::vector<Finding> audit_rows(const Ledger& ledger, const Subject& subject);

} // namespace polhist::ledger
