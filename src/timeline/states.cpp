#include "timeline/states.h"

#include "timeline/incarnations.h"
#include "timeline/succession.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace polhist::timeline {
namespace {

// Somebody saw a version in force.
struct Sighting {
    Instant at;
    std::optional<Instant> created;
    std::size_t version = 0;

    auto operator<=>(const Sighting&) const = default;
};

// A version that came into force somewhere after `after` (if that is known) and at or before
// `seen`.
struct Arrival {
    std::size_t version = 0;
    std::optional<Instant> after;
    Instant seen;

    auto operator<=>(const Arrival&) const = default;
};

// What observers saw, as entries at a creation and arrivals at a sighting.
class Watch {
public:
    // Adds what one observer saw, in its order.
    void add(std::vector<Sighting> sightings) {
        std::ranges::sort(sightings);
        std::set<std::size_t> met;
        std::optional<Sighting> last;
        // When the newest version was created, or one that is not new was seen to come into force.
        std::optional<Instant> newest;
        for (const Sighting& sighting : sightings) {
            if (!last || last->version != sighting.version) {
                const bool fresh = met.insert(sighting.version).second;
                const bool is_new = fresh && sighting.created && newest < sighting.created;
                enter(sighting, last, is_new);
                newest = std::max(newest, is_new ? sighting.created : sighting.at);
            }
            last = sighting;
        }
    }

    [[nodiscard]] const std::set<std::size_t>& created() const { return created_; }

    // Arrivals that may have been one are one, at the earliest sighting.
    [[nodiscard]] std::vector<Arrival> arrivals() const {
        std::vector<Arrival> sorted = arrivals_;
        std::ranges::sort(sorted);
        std::vector<Arrival> merged;
        for (const Arrival& arrival : sorted) {
            const bool same = !merged.empty() && merged.back().version == arrival.version &&
                              (!arrival.after || *arrival.after < merged.back().seen);
            if (same) {
                merged.back().seen = std::min(merged.back().seen, arrival.seen);
            } else {
                merged.push_back(arrival);
            }
        }
        return merged;
    }

private:
    // `is_new`: it was created after all that the observer had seen come into force.
    void enter(const Sighting& sighting, const std::optional<Sighting>& last, bool is_new) {
        if (is_new) {
            created_.insert(sighting.version);
        } else {
            arrivals_.push_back(
                {sighting.version, last ? std::optional(last->at) : std::nullopt, sighting.at});
        }
    }

    std::set<std::size_t> created_;
    std::vector<Arrival> arrivals_;
};

Watch watch_of(std::vector<Version>& versions, const Claims& claims) {
    std::map<std::string_view, std::vector<Sighting>> observers;
    for (const Observation& seen : claims.observations) {
        if (seen.kind != Observation::Kind::in_force) {
            continue;
        }
        if (const auto version =
                position_of(versions, seen.version, seen.document, seen.created, seen.at)) {
            versions[*version].seen = true;
            observers[seen.observer].push_back({seen.at, versions[*version].created, *version});
        }
    }
    Watch watch;
    for (auto& [observer, sightings] : observers) {
        watch.add(std::move(sightings));
    }
    return watch;
}

// Says of each state how it came about, and drops those that repeat the one before.
std::vector<State> described(const std::vector<Version>& versions, std::vector<State> sorted) {
    Succession succession;
    std::erase_if(sorted, [&](State& state) {
        const Version& version = versions[state.version];
        const auto event = succession.enter({version.id, version.document, version.created});
        state.event = event.value_or(Event::version);
        return !event;
    });
    return sorted;
}

} // namespace

std::vector<State> states_of(std::vector<Version>& versions, const Claims& claims) {
    const Watch watch = watch_of(versions, claims);
    std::vector<State> states;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const Version& version = versions[i];
        if (version.created && (!version.seen || watch.created().contains(i))) {
            states.push_back({i, *version.created, Event::version});
        }
    }
    for (const Arrival& arrival : watch.arrivals()) {
        states.push_back({arrival.version, arrival.seen, Event::reinstated});
    }
    // Of two at one instant, the creation comes first.
    std::ranges::sort(states, {}, [](const State& state) {
        return std::tuple(state.since, state.event, state.version);
    });
    return described(versions, std::move(states));
}

} // namespace polhist::timeline
