// Why a policy changed, as far as that is documented.

#pragma once

#include "ledger/matching.h"
#include "timeline/when.h"

#include <memory>
#include <span>
#include <vector>

namespace polhist::answers {

// The documented updates of one policy, each with the state in force that it tells of.
class Reasons {
public:
    // Reads documents only where a ledger speaks of the policy.
    static Result<Reasons> of(const timeline::History& history,
                              std::span<const ledger::Ledger> ledgers);

    // The same as far as `between` these two asks: reads only the documents of states so near that
    // an update may tell of them.
    static Result<Reasons> of(const timeline::History& history,
                              std::span<const ledger::Ledger> ledgers,
                              const timeline::Moment& from,
                              const timeline::Moment& to);

    // The updates that explain a change of what was in force from the one to the other: those that
    // tell of a state after `from` and no later than `to`; and, of those that tell of no known
    // state or where a version was never in force, the ones dated after the day of `from` and no
    // later than that of `to`. Newest first.
    [[nodiscard]] std::vector<ledger::Update> between(const timeline::History& history,
                                                      const timeline::Moment& from,
                                                      const timeline::Moment& to) const;

private:
    struct Range;
    static Result<Reasons> in_range(const timeline::History& history,
                                    std::span<const ledger::Ledger> ledgers,
                                    const Range& range);

    std::vector<ledger::MatchedUpdate> updates_;
};

} // namespace polhist::answers
