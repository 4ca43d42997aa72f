// The newest changes, each under an id that never changes.

#pragma once

#include "answers/changelog.h"

#include <cstddef>
#include <string>
#include <vector>

namespace polhist::answers {

struct FeedItem {
    ChangelogEntry entry;
    std::string id; // `urn:uuid:…`
};

// At most so many, newest first; those of one instant by policy. Only as many as asked for are
// compared, unless the filter leaves out some.
Result<std::vector<FeedItem>> feed(const timeline::Archive& archive,
                                   std::span<const ledger::Ledger> ledgers,
                                   const ChangelogFilter& filter,
                                   std::size_t most);

// The id of a state: it depends on whose policy it is and what came into force, and for a return
// to a version that was in force before on the day of that.
std::string feed_id(const timeline::History& history, const timeline::State& state);

// The id of the withdrawal that ended a state.
std::string withdrawal_feed_id(const timeline::History& history, const timeline::State& state);

// An id made of a text: the same for the same.
std::string feed_id(std::string_view about);

// The services that a state concerns: the `step` that led to it, none for the first; in lower case,
// sorted: those of the actions that changed, or of all actions of a first version; `*` where an
// action of every service did.
std::vector<std::string> services_of(const Comparison* step, const policy::Document& document);

} // namespace polhist::answers
