// The static site of a whole archive.
//
// Pages for people, feeds, and the JSON of INTERFACE's schemas under `api/v1`: the same bytes for
// the same archive. Everything is reached by links; a script adds search, another compares any two
// versions. Pages link to each other relatively, so the site may lie anywhere.

#pragma once

#include "ledger/ledger.h"
#include "site/files.h"
#include "timeline/history.h"

#include <functional>
#include <span>
#include <string>

namespace polhist::site {

struct Options {
    std::string base_url;                      // where the site will be; empty: feeds have no links
    std::size_t budget = 0;                    // of each comparison
    std::function<void(double)> show_progress; // from 0 to 1
};

// Hands every file of the site to `write`, each once. The first error ends it.
Result<void> build(const timeline::Archive& archive,
                   std::span<const ledger::Ledger> ledgers,
                   const Options& options,
                   const Write& write);

} // namespace polhist::site
