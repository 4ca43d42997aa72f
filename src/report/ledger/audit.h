// The documented updates and prose against the documents that were in force.
//
// Findings are what a person should look at, not proven faults: dates, names and conditions are
// compared exactly, but whether prose mentions an action is a heuristic (ledger/mention.h).
// Policies that the ledger does not speak of are passed over.

#pragma once

#include "ledger/ledger.h"
#include "policy/document.h"
#include "timeline/history.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::ledger {

enum class FindingKind {
    undocumented,  // a version, or an action it changed, that no update tells of
    misspelt,      // an update names an action that is nearly one of the documents'
    not_found,     // an update or prose names what the documents do not contain
    unspecified,   // an update does not say what changed
    unmentioned,   // an action or resource that prose says nothing of
    misdated,      // an update is not of the day its version came into force
    contradiction, // prose requires what the document does not
};

std::string_view name_of(FindingKind kind); // `not-found`, …

// `date` is the day of the update or version at fault, and empty for prose. `subject` is the
// action, resource, version or term at fault. Names in both texts are as the documents and the
// ledger have them: print them through `visible`.
struct Finding {
    std::string policy;
    std::string date;
    FindingKind kind = FindingKind::undocumented;
    std::string subject;
    std::string message; // lower case, no full stop
};

// One policy with what was in force: `documents[i]` is the document of `history->states[i]`.
// Both must stay while the audit runs.
struct Subject {
    const timeline::History* history = nullptr;
    std::vector<const policy::Document*> documents;
};

// Every finding once, sorted by policy, date, kind and subject.
std::vector<Finding> audit(const Ledger& ledger, std::span<const Subject> subjects);

// The same over several ledgers; a policy is held against all that speak of it at once.
std::vector<Finding> audit(std::span<const Ledger> ledgers, std::span<const Subject> subjects);

} // namespace polhist::ledger
