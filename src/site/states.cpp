#include "site/states.h"

#include "answers/reasons.h"

#include <algorithm>

namespace polhist::site {

Result<States> states_of(const timeline::History& history,
                         std::span<const ledger::Ledger> ledgers,
                         std::size_t budget) {
    const auto reasons = answers::Reasons::of(history, ledgers);
    if (!reasons) {
        return tl::make_unexpected(reasons.error());
    }
    States states;
    std::optional<answers::Endpoint> before; // each document is read once
    for (std::size_t i = 0; i < history.states.size(); ++i) {
        const timeline::Version& version = history.version_of(history.states[i]);
        auto after = answers::endpoint_of(version);
        if (!after) {
            return tl::make_unexpected(std::move(after.error()));
        }
        StateEntry entry{&history.states[i], &version, after->document, std::nullopt};
        if (before) {
            entry.step = answers::step(history, i, {std::move(*before), *after}, *reasons, budget);
        }
        if (history.states[i].withdrawn) {
            entry.withdrawal = answers::withdrawal(history, *after, budget);
        }
        states.push_back(std::move(entry));
        before = std::move(*after);
    }
    std::ranges::reverse(states);
    return states;
}

} // namespace polhist::site
