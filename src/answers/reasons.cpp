#include "answers/reasons.h"

#include "answers/comparison.h"

#include <algorithm>

namespace polhist::answers {
namespace {

using timeline::History;
using timeline::Moment;

// The day on which a version began to count; before all days where nobody knows.
std::string day_of(const History& history, const Moment& moment) {
    if (moment.state) {
        return format_date(history.states[*moment.state].since);
    }
    const auto& created = history.versions[moment.version].created;
    return created ? format_date(*created) : std::string();
}

} // namespace

Result<Reasons> Reasons::of(const History& history, std::span<const ledger::Ledger> ledgers) {
    Reasons reasons;
    const bool spoken_of = std::ranges::any_of(ledgers, [&](const ledger::Ledger& ledger) {
        return ledger::speaks_of(ledger, history.name);
    });
    if (!spoken_of) {
        return reasons;
    }
    std::vector<std::shared_ptr<const policy::Document>> kept;
    ledger::Subject subject{&history, {}};
    for (const timeline::State& state : history.states) {
        auto document = load(history.version_of(state));
        if (!document) {
            return tl::make_unexpected(std::move(document.error()));
        }
        subject.documents.push_back(document->get());
        kept.push_back(std::move(*document));
    }
    reasons.updates_ = ledger::matched_updates(ledgers, subject);
    return reasons;
}

std::vector<ledger::Update>
Reasons::between(const History& history, const Moment& from, const Moment& to) const {
    const std::string after = day_of(history, from);
    const std::string last = day_of(history, to);
    std::vector<ledger::Update> found;
    for (const auto& [update, state] : updates_) {
        const bool in_time = update.date > after && update.date <= last;
        const bool told =
            state && from.state && to.state ? *from.state < *state && *state <= *to.state : in_time;
        if (told) {
            found.push_back(update);
        }
    }
    return found;
}

} // namespace polhist::answers
