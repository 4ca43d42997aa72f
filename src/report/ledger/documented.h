// The ledgers that follow from what documentation pages claim.
//
// Pages change: rows are added, reworded, sometimes robbed of their detail. Every state of a page
// is a claim and stays one; a ledger is what is believed of all states together.

#pragma once

#include "ledger/ledger.h"
#include "timeline/claim.h"

#include <vector>

namespace polhist::ledger {

// A ledger for each page, told by its title, sorted by it. Of a row that several states have, the
// wording that names most actions counts, then the newest; of prose the newest. Tracking begins on
// the day of the row that says so, else with the oldest row. The result depends on the set of
// claims alone, not on their order or repetition.
std::vector<Ledger> ledgers_of(const timeline::Claims& claims);

} // namespace polhist::ledger
