#include "watch/derivation.h"

#include <algorithm>
#include <array>

namespace polhist::watch {
namespace {

using timeline::Observation;

Kind kind_of(timeline::Event event) {
    constexpr std::array<Kind, 4> kinds{
        Kind::version, Kind::rollback, Kind::reinstated, Kind::recreated};
    return kinds[static_cast<std::size_t>(event)];
}

// One policy through the looks of a subscription.
class Watch {
public:
    explicit Watch(Instant baseline) : baseline_(baseline) {}

    void add(const Observation& look) {
        if (look.kind == Observation::Kind::withdrawn) {
            if (present_) {
                tell(Kind::withdrawn, look, std::nullopt);
            }
            present_ = false;
        } else if (look.kind == Observation::Kind::in_force) {
            see(look, sight_of(look));
        }
    }

    [[nodiscard]] std::vector<Event> take() { return std::move(events_); }

private:
    void see(const Observation& look, const Sight& sight) {
        const bool first = succession_.empty();
        const bool contradicts = succession_.contradicts(sight);
        const std::optional<Sight> from = first ? std::nullopt : std::optional(succession_.last());
        const auto event = succession_.enter(sight);
        if (first && look.at != baseline_) {
            tell(Kind::version, look, sight, from);
        } else if (!first && !present_) {
            tell(Kind::returned, look, sight, from);
        } else if (!first && event) {
            tell(contradicts ? Kind::conflict : kind_of(*event), look, sight, from);
        }
        present_ = true;
    }

    void tell(Kind kind, const Observation& look, std::optional<Sight> to) {
        tell(kind, look, std::move(to), succession_.last());
    }

    void
    tell(Kind kind, const Observation& look, std::optional<Sight> to, std::optional<Sight> from) {
        Event event{kind, look.policy, std::move(from), std::move(to), look.at, look.at};
        // A new version came into force when it was created; all else when it was seen.
        const bool created = kind == Kind::version || kind == Kind::recreated;
        if (created && event.to && event.to->created) {
            event.at = *event.to->created;
        }
        events_.push_back(std::move(event));
    }

    Instant baseline_;
    timeline::Succession succession_;
    bool present_ = false;
    std::vector<Event> events_;
};

} // namespace

Sight sight_of(const Observation& look) {
    return {look.version, look.document, look.created};
}

std::vector<Event> events_of(std::vector<Observation> looks, Instant baseline) {
    std::ranges::sort(looks, {}, &Observation::at);
    Watch watch(baseline);
    for (const Observation& look : looks) {
        watch.add(look);
    }
    return watch.take();
}

} // namespace polhist::watch
