// Which change of a policy a documented update tells of.
//
// Documented dates are not always those on which a version came into force: they may be weeks
// early, or late. Each update is matched to one change within 60 days of it: to the nearest of
// those that changed an action it names, else to the nearest of all, the earliest of equals.
// Several updates may tell of one change.

#pragma once

#include "ledger/audit.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace polhist::ledger {

constexpr std::int64_t farthest_days = 60;

// A change as an update may tell of it.
struct Telling {
    std::string day;                  // UTC
    std::vector<std::string> actions; // of the grants that came or went, as spelt
};

// The position of the change that an update tells of; nothing where none is near.
std::optional<std::size_t> change_told_by(const Update& update, std::span<const Telling> changes);

// What an update says, and what it is called by.
std::string text_of(const Update& update);

// Whether one of some names, which may hold wildcards, says an action.
bool names_action(const std::vector<std::string>& names, std::string_view action);

// All that several ledgers say of one policy. Its changes are tracked from the earliest day on that
// one of them names.
Ledger ledger_on(std::span<const Ledger> ledgers, std::string_view policy);

bool speaks_of(const Ledger& ledger, std::string_view policy);

// An update, and the state of History::states that it tells of, where there is one.
struct MatchedUpdate {
    Update update;
    std::optional<std::size_t> state;
};

// The updates that ledgers document for a policy, newest first. Of several changes of one day, the
// last state counts; what changed no grant is nothing to tell of, but the first state is where it
// is v1. States without a document, or after one, are told of by none.
std::vector<MatchedUpdate> matched_updates(std::span<const Ledger> ledgers, const Subject& subject);

} // namespace polhist::ledger
