#include "timeline/principals.h"

#include "timeline/presence.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace polhist::timeline {
namespace {

// Polls of one account that list one kind in full, oldest first.
using PollsOfKind = std::vector<const Poll*>;

// Those that looked at principals (rule 2).
std::map<std::pair<std::string_view, std::string_view>, PollsOfKind>
polls_by_kind(std::span<const Poll> polls, std::span<const PrincipalObservation> observations) {
    std::set<std::pair<std::string_view, Instant>> looked;
    for (const PrincipalObservation& seen : observations) {
        looked.emplace(seen.observer, seen.at);
    }
    std::map<std::pair<std::string_view, std::string_view>, PollsOfKind> sorted;
    for (const Poll& poll : polls) {
        if (!looked.contains({poll.observer, poll.at})) {
            continue;
        }
        for (const std::string& kind : poll.kinds) {
            sorted[{poll.scope, kind}].push_back(&poll);
        }
    }
    for (auto& [of, some] : sorted) {
        std::ranges::sort(some, {}, [](const Poll* poll) { return poll->at; });
    }
    return sorted;
}

bool tell_the_same(const PrincipalObservation& one, const PrincipalObservation& other) {
    const auto told = [](const PrincipalObservation& seen) {
        return std::tie(
            seen.arn, seen.created, seen.attached, seen.inlined, seen.groups, seen.boundary);
    };
    return told(one) == told(other);
}

void add_state(PrincipalHistory& history, Instant at, std::optional<PrincipalObservation> facts) {
    std::vector<PrincipalState>& states = history.states;
    if (!states.empty() && states.back().since == at && facts) {
        states.pop_back(); // rule 3
    }
    const bool same = !states.empty() && states.back().facts.has_value() == facts.has_value() &&
                      (!facts || tell_the_same(*states.back().facts, *facts));
    if (!same) {
        states.push_back({at, std::move(facts)});
    }
    history.known_until = std::max(history.known_until, at);
}

// `seen` is of one principal, in order.
PrincipalHistory derive(std::span<const PrincipalObservation> seen, const PollsOfKind& polls) {
    PrincipalHistory history;
    history.key = seen.front().principal;
    history.known_until = seen.front().at;
    std::set<std::pair<std::string_view, Instant>> found;
    for (const PrincipalObservation& one : seen) {
        found.emplace(one.observer, one.at);
    }
    auto poll = polls.begin();
    for (std::size_t i = 0; i <= seen.size(); ++i) {
        const bool rest = i == seen.size();
        for (; poll != polls.end() && (rest || (*poll)->at <= seen[i].at); ++poll) {
            if (!found.contains({(*poll)->observer, (*poll)->at})) {
                add_state(history, (*poll)->at, std::nullopt);
            }
            history.known_until = std::max(history.known_until, (*poll)->at);
        }
        if (!rest) {
            add_state(history, seen[i].at, seen[i]);
        }
    }
    return history;
}

} // namespace

const PrincipalState* PrincipalHistory::at(Instant instant) const {
    const auto after = std::ranges::upper_bound(states, instant, {}, &PrincipalState::since);
    return after == states.begin() ? nullptr : &*(after - 1);
}

const std::string& PrincipalHistory::arn() const {
    static const std::string none;
    for (auto state = states.rbegin(); state != states.rend(); ++state) {
        if (state->facts) {
            return state->facts->arn;
        }
    }
    return none;
}

std::optional<PrincipalHistory::Span> PrincipalHistory::span_at(Instant instant) const {
    const PrincipalState* state = at(instant);
    if (state == nullptr || !state->facts) {
        return std::nullopt;
    }
    auto first = states.begin() + (state - states.data());
    auto last = first;
    while (first != states.begin() && (first - 1)->facts) {
        --first;
    }
    while (last != states.end() && last->facts) {
        ++last;
    }
    return Span{first->since, last == states.end() ? std::nullopt : std::optional(last->since)};
}

std::string_view kind_of(const PrincipalKey& key) {
    return kind_in_account(key.name);
}

std::vector<PrincipalHistory> derive_principals(std::vector<PrincipalObservation> observations,
                                                std::span<const Poll> polls) {
    std::ranges::sort(observations, [](const auto& one, const auto& other) {
        return std::tie(one.principal, one.at, one) < std::tie(other.principal, other.at, other);
    });
    const auto by_kind = polls_by_kind(polls, observations);
    std::vector<PrincipalHistory> histories;
    for (auto first = observations.begin(); first != observations.end();) {
        const auto last = std::find_if(first, observations.end(), [&](const auto& seen) {
            return seen.principal != first->principal;
        });
        const auto found = by_kind.find({first->principal.account, kind_of(first->principal)});
        histories.push_back(
            derive({first, last}, found == by_kind.end() ? PollsOfKind() : found->second));
        first = last;
    }
    return histories;
}

} // namespace polhist::timeline
