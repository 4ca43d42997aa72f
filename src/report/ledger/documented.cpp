#include "ledger/documented.h"

#include "ledger/wording.h"
#include "policy/document.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <tuple>

namespace polhist::ledger {
namespace {

using timeline::DocumentedProse;
using timeline::DocumentedUpdate;

// What makes rows of two states of a page one row. How the change is worded is no part of it.
auto row_of(const DocumentedUpdate& update) {
    return std::tie(update.source.page, update.date, update.policy.name, update.repetition);
}

// The better of two wordings of a row is the greater.
auto rank_of(const DocumentedUpdate& update) {
    return std::tuple(actions_in(update.description).size(),
                      std::string_view(update.source.newest),
                      std::string_view(update.description),
                      std::string_view(update.change));
}

bool begins_tracking(const Update& update) {
    return update.policy.empty() &&
           policy::folded(update.change).find("started tracking") != std::string::npos;
}

// The day from which the rows of a ledger, newest first, speak of all changes.
std::string tracking_since(const std::vector<Update>& updates) {
    const auto told = std::ranges::find_if(updates, begins_tracking);
    if (told != updates.end()) {
        return told->date;
    }
    return updates.empty() ? std::string() : updates.back().date;
}

Prose prose_of(const DocumentedProse& documented) {
    Prose prose{documented.policy.name, documented.summary, documented.introduction, {}};
    for (const timeline::DocumentedService& service : documented.services) {
        prose.services.push_back({service.service, service.text});
    }
    return prose;
}

} // namespace

std::vector<Ledger> ledgers_of(const timeline::Claims& claims) {
    std::map<std::string_view, Ledger> ledgers;
    std::vector<const DocumentedUpdate*> updates;
    for (const DocumentedUpdate& update : claims.updates) {
        updates.push_back(&update);
    }
    std::ranges::sort(updates, [](const auto* a, const auto* b) {
        return std::tuple(row_of(*a), rank_of(*b)) < std::tuple(row_of(*b), rank_of(*a));
    });
    const DocumentedUpdate* before = nullptr;
    for (const DocumentedUpdate* update : updates) {
        if (before == nullptr || row_of(*before) != row_of(*update)) {
            ledgers[update->source.page].updates.push_back(
                {update->date, update->policy.name, update->change, update->description});
        }
        before = update;
    }
    std::map<std::tuple<std::string_view, std::string_view>, const DocumentedProse*> newest;
    for (const DocumentedProse& prose : claims.prose) {
        const DocumentedProse*& kept = newest[{prose.source.page, prose.policy.name}];
        const auto age = [](const DocumentedProse& p) { return std::tie(p.source.newest, p); };
        if (kept == nullptr || age(*kept) < age(prose)) {
            kept = &prose;
        }
    }
    for (const auto& [key, prose] : newest) {
        ledgers[std::get<0>(key)].prose.push_back(prose_of(*prose));
    }
    std::vector<Ledger> sorted;
    for (auto& [page, ledger] : ledgers) {
        ledger.source = page;
        std::ranges::stable_sort(ledger.updates, std::greater{}, &Update::date);
        ledger.tracking_since = tracking_since(ledger.updates);
        sorted.push_back(std::move(ledger));
    }
    return sorted;
}

} // namespace polhist::ledger
