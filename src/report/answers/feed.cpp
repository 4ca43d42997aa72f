#include "answers/feed.h"

#include "core/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace polhist::answers {
namespace {

using timeline::Event;
using timeline::History;

// A state of one of the histories, or the withdrawal that ended it.
struct Position {
    Instant at;
    std::size_t history;
    std::size_t state;
    bool is_withdrawal;
};

std::vector<Position> newest_first(const std::vector<History>& histories) {
    std::vector<Position> places;
    for (std::size_t i = 0; i < histories.size(); ++i) {
        for (std::size_t state = 0; state < histories[i].states.size(); ++state) {
            places.push_back({histories[i].states[state].since, i, state, false});
            if (const auto& gone = histories[i].states[state].withdrawn) {
                places.push_back({*gone, i, state, true});
            }
        }
    }
    std::stable_sort(places.begin(), places.end(), [](const Position& left, const Position& right) {
        return left.at > right.at;
    });
    return places;
}

void add_service(const policy::Grant& grant, std::set<std::string>& out) {
    const std::string* action = grant.action();
    const std::size_t colon = action == nullptr ? std::string::npos : action->find(':');
    out.insert(colon == std::string::npos ? "*" : policy::folded(action->substr(0, colon)));
}

} // namespace

std::string feed_id(std::string_view about) {
    // A UUID of our own making (version 8, RFC 9562) from the first half of a digest.
    std::string hex = sha256(about).substr(0, 32);
    hex[12] = '8';
    hex[16] = "89ab"[static_cast<std::size_t>(hex[16]) % 4];
    return fmt::format("urn:uuid:{}-{}-{}-{}-{}",
                       hex.substr(0, 8),
                       hex.substr(8, 4),
                       hex.substr(12, 4),
                       hex.substr(16, 4),
                       hex.substr(20));
}

std::string feed_id(const History& history, const timeline::State& state) {
    const timeline::Version& version = history.version_of(state);
    const bool returned = state.event == Event::rollback || state.event == Event::reinstated;
    return feed_id(fmt::format("{}\n{}\n{}\n{}\n{}",
                               history.scope,
                               history.name,
                               version.id,
                               version.document,
                               returned ? format_date(state.since) : ""));
}

std::string withdrawal_feed_id(const History& history, const timeline::State& state) {
    return feed_id(
        fmt::format("{}\nwithdrawn {}", feed_id(history, state), format_date(*state.withdrawn)));
}

std::vector<std::string> services_of(const Comparison* step, const policy::Document& document) {
    std::set<std::string> services;
    if (step == nullptr) {
        for (const policy::Grant& grant : policy::grants_of(document)) {
            add_service(grant, services);
        }
    } else {
        for (const auto* changes :
             {&step->difference.grants.added, &step->difference.grants.removed}) {
            for (const diff::Change& change : *changes) {
                add_service(change.grant, services);
            }
        }
    }
    return {services.begin(), services.end()};
}

Result<std::vector<FeedItem>> feed(const timeline::Archive& archive,
                                   std::span<const ledger::Ledger> ledgers,
                                   const ChangelogFilter& filter,
                                   std::size_t most) {
    const auto histories = histories_of(archive, filter.policies);
    if (!histories) {
        return tl::make_unexpected(histories.error());
    }
    std::map<std::size_t, Result<Reasons>> reasons; // of histories that were met
    std::vector<FeedItem> items;
    for (const Position& at : newest_first(*histories)) {
        if (items.size() == most) {
            break;
        }
        const History& history = (*histories)[at.history];
        if (!reasons.contains(at.history)) {
            reasons.emplace(at.history, Reasons::of(history, ledgers));
        }
        auto entry = reasons.at(at.history).and_then([&](const Reasons& known) {
            return at.is_withdrawal ? withdrawal_entry_of(history, at.state, filter.states)
                                    : entry_of(history, at.state, known, filter.states);
        });
        if (!entry) {
            return tl::make_unexpected(std::move(entry.error()));
        }
        if (*entry) {
            std::string id = at.is_withdrawal ? withdrawal_feed_id(history, (*entry)->state)
                                              : feed_id(history, (*entry)->state);
            items.push_back({std::move(**entry), std::move(id)});
        }
    }
    return items;
}

} // namespace polhist::answers
