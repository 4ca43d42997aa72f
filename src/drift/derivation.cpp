#include "drift/derivation.h"

#include "timeline/incarnations.h"

#include <algorithm>

namespace polhist::drift {
namespace {

using timeline::Observation;

bool same_creation(const Sight& left, const Sight& right) {
    return !left.created || !right.created || left.created == right.created;
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
    void see(const Observation& look, Sight sight) {
        const bool first = met_.empty();
        if (first && look.at != baseline_) {
            tell(Kind::version, look, sight);
        } else if (!first && !present_) {
            tell(Kind::returned, look, sight);
        } else if (!first && !same_version(met_[now_], sight)) {
            tell(kind_of(sight), look, sight);
        }
        present_ = true;
        const auto known = std::ranges::find(met_, sight);
        now_ = static_cast<std::size_t>(known - met_.begin());
        if (known == met_.end()) {
            met_.push_back(std::move(sight));
        }
    }

    // How a version relates to the one in force before it.
    [[nodiscard]] Kind kind_of(const Sight& sight) const {
        const auto namesake = [&](const Sight& other) { return other.version == sight.version; };
        const auto clashes = [&](const Sight& other) {
            return namesake(other) && same_creation(other, sight) &&
                   other.document != sight.document;
        };
        if (std::ranges::any_of(met_, clashes)) {
            return Kind::conflict;
        }
        const auto known = std::ranges::find(met_, sight);
        if (known != met_.end()) {
            const auto position = static_cast<std::size_t>(known - met_.begin());
            return is_older(sight, position) ? Kind::rollback : Kind::reinstated;
        }
        if (is_older(sight, met_.size())) {
            return Kind::rollback;
        }
        const unsigned number = timeline::number_of(sight.version);
        const bool again = std::ranges::any_of(met_, namesake) ||
                           (number != 0 && number < timeline::number_of(met_[now_].version));
        return again ? Kind::recreated : Kind::version;
    }

    // Whether it was there before the one in force: by creation, else by number, else by what was
    // seen first. `position`: in the order in which versions were met.
    [[nodiscard]] bool is_older(const Sight& sight, std::size_t position) const {
        const Sight& before = met_[now_];
        if (sight.created && before.created) {
            return *sight.created < *before.created;
        }
        const unsigned number = timeline::number_of(sight.version);
        const unsigned other = timeline::number_of(before.version);
        return number != 0 && other != 0 ? number < other : position < now_;
    }

    void tell(Kind kind, const Observation& look, std::optional<Sight> to) {
        Event event{kind, look.policy, std::nullopt, std::move(to), look.at, look.at};
        if (!met_.empty()) {
            event.from = met_[now_];
        }
        // A new version came into force when it was created; all else when it was seen.
        const bool created = kind == Kind::version || kind == Kind::recreated;
        if (created && event.to && event.to->created) {
            event.at = *event.to->created;
        }
        events_.push_back(std::move(event));
    }

    Instant baseline_;
    std::vector<Sight> met_; // in the order in which they were first seen
    std::size_t now_ = 0;    // the last one seen in force
    bool present_ = false;
    std::vector<Event> events_;
};

} // namespace

Sight sight_of(const Observation& look) {
    return {look.version, look.document, look.created};
}

bool same_version(const Sight& left, const Sight& right) {
    return left.version == right.version && left.document == right.document &&
           same_creation(left, right);
}

std::vector<Event> events_of(std::vector<Observation> looks, Instant baseline) {
    std::ranges::sort(looks, {}, &Observation::at);
    Watch watch(baseline);
    for (const Observation& look : looks) {
        watch.add(look);
    }
    return watch.take();
}

} // namespace polhist::drift
