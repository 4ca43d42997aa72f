#include "answers/listing.h"

#include "answers/comparison.h"
#include "answers/selection.h"

#include <algorithm>

namespace polhist::answers {
namespace {

using timeline::History;

// The states of a policy that came into force by an instant.
std::size_t states_by(const History& history, const std::optional<Instant>& at) {
    if (!at) {
        return history.states.size();
    }
    const auto end = std::ranges::upper_bound(history.states, *at, {}, &timeline::State::since);
    return static_cast<std::size_t>(end - history.states.begin());
}

Result<bool> concerns(const timeline::Version& version, std::string_view service) {
    return load(version).map([&](const auto& document) {
        return std::ranges::any_of(document->statements, [&](const policy::Statement& statement) {
            return statement.effect == policy::Effect::allow && is_about(statement, service);
        });
    });
}

ListedPolicy describe(const History& history, std::size_t states) {
    ListedPolicy listed{history.name, history.arn, history.versions.size(), {}, {}, {}};
    if (states > 0) {
        listed.first = history.states.front().since;
        listed.latest = history.states[states - 1].since;
        listed.current = history.version_of(history.states[states - 1]).id;
    }
    return listed;
}

// What there is to list of a policy; nothing where the filter does not want it.
Result<std::optional<ListedPolicy>> listed(const History& history, const ListFilter& filter) {
    const std::size_t states = states_by(history, filter.at);
    if (states == 0 && (filter.at || filter.service)) {
        return std::nullopt;
    }
    const bool gone = states > 0 && !history.in_force(filter.at);
    if (gone && !filter.withdrawn) {
        return std::nullopt;
    }
    if (filter.service) {
        const auto matches =
            concerns(history.version_of(history.states[states - 1]), *filter.service);
        if (!matches) {
            return tl::make_unexpected(matches.error());
        }
        if (!*matches) {
            return std::nullopt;
        }
    }
    ListedPolicy policy = describe(history, states);
    if (gone) {
        policy.withdrawn = history.states[states - 1].withdrawn;
        policy.current.clear();
    }
    return policy;
}

} // namespace

Result<Listing> list(const timeline::Archive& archive, const ListFilter& filter) {
    Listing listing;
    const auto names = filter.policies.empty() ? Result<std::vector<std::string>>(archive.names())
                                               : select(archive, filter.policies);
    if (!names) {
        return tl::make_unexpected(names.error());
    }
    std::optional<Instant> known_until;
    for (const std::string& name : *names) {
        const auto history = archive.history(name);
        if (!history) {
            return tl::make_unexpected(history.error());
        }
        known_until = std::max(known_until, history->known_until);
        auto policy = listed(*history, filter);
        if (!policy) {
            return tl::make_unexpected(std::move(policy.error()));
        }
        if (*policy) {
            listing.policies.push_back(std::move(**policy));
        }
    }
    listing.horizon = horizon_of(known_until, filter.at);
    return listing;
}

} // namespace polhist::answers
