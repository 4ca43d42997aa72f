#include "answers/feed.h"

#include "core/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace polhist::answers {
namespace {

using timeline::Event;
using timeline::History;

// A state of one of the histories.
struct Position {
    Instant since;
    std::size_t history;
    std::size_t state;
};

Result<std::vector<History>> histories_of(const timeline::Archive& archive,
                                          const std::vector<std::string>& policies) {
    std::vector<History> found;
    if (!policies.empty()) {
        for (const std::string& policy : policies) {
            auto history = timeline::find(archive, policy);
            if (!history) {
                return tl::make_unexpected(std::move(history.error()));
            }
            found.push_back(std::move(*history));
        }
        return found;
    }
    for (const std::string& name : archive.unique_names()) {
        auto history = archive.history(name);
        if (!history) {
            return tl::make_unexpected(std::move(history.error()));
        }
        found.push_back(std::move(*history));
    }
    return found;
}

std::vector<Position> newest_first(const std::vector<History>& histories) {
    std::vector<Position> places;
    for (std::size_t i = 0; i < histories.size(); ++i) {
        for (std::size_t state = 0; state < histories[i].states.size(); ++state) {
            places.push_back({histories[i].states[state].since, i, state});
        }
    }
    std::stable_sort(places.begin(), places.end(), [](const Position& left, const Position& right) {
        return left.since > right.since;
    });
    return places;
}

Result<ChangelogEntry> entry_at(const History& history,
                                std::size_t state,
                                const ledger::Ledger& ledger,
                                std::size_t budget) {
    auto version = endpoint_of(history.version_of(history.states[state]));
    if (!version) {
        return tl::make_unexpected(std::move(version.error()));
    }
    ChangelogEntry entry{history.name, history.states[state], std::move(*version), std::nullopt};
    if (state > 0) {
        auto step = step_at(history, state, ledger, budget);
        if (!step) {
            return tl::make_unexpected(std::move(step.error()));
        }
        entry.step = std::move(*step);
    }
    return entry;
}

bool concerns(const ChangelogEntry& entry, const std::string& service) {
    const std::vector<std::string> services =
        services_of(entry.step ? &*entry.step : nullptr, *entry.version.document);
    return std::ranges::binary_search(services, policy::folded(service)) ||
           std::ranges::binary_search(services, "*");
}

bool is_wanted(const ChangelogEntry& entry, const FeedFilter& filter) {
    if (filter.verdict &&
        (!entry.step || entry.step->difference.access.verdict != *filter.verdict)) {
        return false;
    }
    return !filter.service || concerns(entry, *filter.service);
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

Result<std::vector<FeedItem>>
feed(const timeline::Archive& archive, const ledger::Ledger& ledger, const FeedFilter& filter) {
    const auto histories = histories_of(archive, filter.policies);
    if (!histories) {
        return tl::make_unexpected(histories.error());
    }
    std::vector<FeedItem> items;
    for (const Position& at : newest_first(*histories)) {
        if (items.size() == filter.most) {
            break;
        }
        const History& history = (*histories)[at.history];
        auto entry = entry_at(history, at.state, ledger, filter.budget);
        if (!entry) {
            return tl::make_unexpected(std::move(entry.error()));
        }
        if (is_wanted(*entry, filter)) {
            std::string id = feed_id(history, entry->state);
            items.push_back({std::move(*entry), std::move(id)});
        }
    }
    return items;
}

} // namespace polhist::answers
