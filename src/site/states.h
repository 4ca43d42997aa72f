// The states of a policy, each with its document and all that it changed.

#pragma once

#include "answers/comparison.h"
#include "ledger/ledger.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace polhist::site {

// One state in force. `step` is what it changed against the one before; the first has none.
// `withdrawal` is what its end took away, where the policy was withdrawn.
struct StateEntry {
    const timeline::State* state = nullptr;
    const timeline::Version* version = nullptr;
    std::shared_ptr<const policy::Document> document;
    std::optional<answers::Comparison> step;
    std::optional<answers::Comparison> withdrawal = {};
};

// Newest first. They view the history.
using States = std::vector<StateEntry>;

Result<States> states_of(const timeline::History& history,
                         std::span<const ledger::Ledger> ledgers,
                         std::size_t budget);

} // namespace polhist::site
