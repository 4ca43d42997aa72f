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

std::optional<Instant> instant_of(const History& history, const Moment& moment) {
    return moment.state ? std::optional(history.states[*moment.state].since)
                        : history.versions[moment.version].created;
}

} // namespace

// States by their positions, the last one not included.
struct Reasons::Range {
    std::size_t first = 0;
    std::size_t end = 0;
};

Result<Reasons> Reasons::of(const History& history, std::span<const ledger::Ledger> ledgers) {
    return in_range(history, ledgers, {0, history.states.size()});
}

Result<Reasons> Reasons::of(const History& history,
                            std::span<const ledger::Ledger> ledgers,
                            const Moment& from,
                            const Moment& to) {
    const auto after = instant_of(history, from);
    const auto last = instant_of(history, to);
    if (!after || !last) {
        return of(history, ledgers);
    }
    // An update that is told between the two may stand that far from both, and what else it could
    // tell of as far from it. A day more, because days are what counts.
    constexpr std::int64_t a_day = std::int64_t{24} * 3600 * 1'000'000;
    constexpr std::int64_t reach = (2 * ledger::farthest_days + 1) * a_day;
    const auto position = [&](Instant instant) {
        return static_cast<std::size_t>(
            std::ranges::lower_bound(history.states, instant, {}, &timeline::State::since) -
            history.states.begin());
    };
    const std::size_t first = position({after->microseconds - reach});
    const std::size_t end = position({last->microseconds + reach});
    // What the first one changed is told by the one before it.
    return in_range(history, ledgers, {first == 0 ? 0 : first - 1, end});
}

Result<Reasons> Reasons::in_range(const History& history,
                                  std::span<const ledger::Ledger> ledgers,
                                  const Range& range) {
    Reasons reasons;
    const bool spoken_of = std::ranges::any_of(ledgers, [&](const ledger::Ledger& ledger) {
        return ledger::speaks_of(ledger, history.name);
    });
    if (!spoken_of) {
        return reasons;
    }
    std::vector<std::shared_ptr<const policy::Document>> kept;
    ledger::Subject subject{&history, {}};
    subject.documents.resize(history.states.size());
    for (std::size_t i = range.first; i < range.end; ++i) {
        auto document = load(history.version_of(history.states[i]));
        if (!document) {
            return tl::make_unexpected(std::move(document.error()));
        }
        subject.documents[i] = document->get();
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
