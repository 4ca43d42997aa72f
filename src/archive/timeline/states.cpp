#include "timeline/states.h"

#include "timeline/incarnations.h"
#include "timeline/presence.h"
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

// Of two at one instant, the creation comes first.
void sort(std::vector<State>& states) {
    std::ranges::sort(states, {}, [](const State& state) {
        return std::tuple(state.since, state.event, state.version);
    });
}

// The last of sorted states that began by an instant; null where none did.
State* last_by(std::vector<State>& sorted, Instant at) {
    const auto after = std::ranges::upper_bound(sorted, at, {}, &State::since);
    return after == sorted.begin() ? nullptr : &*std::prev(after);
}

// Adds the states with which a policy came back, where nothing else began then: the version that
// was observed or, where none was, the one in force before.
void add_returns(std::vector<State>& sorted,
                 const std::vector<Version>& versions,
                 const std::vector<Withdrawal>& withdrawals) {
    std::vector<State> returns;
    for (const Withdrawal& gone : withdrawals) {
        const State* last = gone.until ? last_by(sorted, *gone.until) : nullptr;
        if (last == nullptr || gone.since <= last->since) {
            continue;
        }
        const auto observed =
            gone.back.empty()
                ? std::nullopt
                : position_of(versions, gone.back, gone.document, gone.created, gone.until);
        returns.push_back({observed.value_or(last->version), *gone.until, Event::reinstated});
    }
    sorted.insert(sorted.end(), returns.begin(), returns.end());
    sort(sorted);
}

void end_withdrawn(std::vector<State>& sorted, const std::vector<Withdrawal>& withdrawals) {
    for (const Withdrawal& gone : withdrawals) {
        if (State* last = last_by(sorted, gone.since); last != nullptr && !last->withdrawn) {
            last->withdrawn = gone.since;
        }
    }
}

// Says of each state how it came about, and drops those that only repeat the one before.
std::vector<State> described(const std::vector<Version>& versions,
                             const std::vector<State>& sorted) {
    Succession succession;
    std::vector<State> states;
    for (State state : sorted) {
        const Version& version = versions[state.version];
        const auto event = succession.enter({version.id, version.document, version.created});
        if (!event && !states.empty() && !states.back().withdrawn) {
            states.back().withdrawn = state.withdrawn;
            continue;
        }
        state.event = event.value_or(Event::reinstated);
        states.push_back(state);
    }
    return states;
}

} // namespace

std::vector<State> states_of(const PolicyKey& policy,
                             std::vector<Version>& versions,
                             const Claims& claims,
                             std::span<const Poll> polls) {
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
    sort(states);
    const std::vector<Withdrawal> withdrawals = withdrawals_of(policy, versions, claims, polls);
    add_returns(states, versions, withdrawals);
    end_withdrawn(states, withdrawals);
    return described(versions, states);
}

} // namespace polhist::timeline
