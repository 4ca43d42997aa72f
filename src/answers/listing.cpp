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

} // namespace

Result<std::vector<ListedPolicy>> list(const timeline::Archive& archive, const ListFilter& filter) {
    std::vector<ListedPolicy> found;
    const auto names = filter.policies.empty() ? Result<std::vector<std::string>>(archive.names())
                                               : select(archive, filter.policies);
    if (!names) {
        return tl::make_unexpected(names.error());
    }
    for (const std::string& name : *names) {
        const auto history = archive.history(name);
        if (!history) {
            return tl::make_unexpected(history.error());
        }
        const std::size_t states = states_by(*history, filter.at);
        if (states == 0 && (filter.at || filter.service)) {
            continue;
        }
        if (filter.service) {
            const auto matches =
                concerns(history->version_of(history->states[states - 1]), *filter.service);
            if (!matches) {
                return tl::make_unexpected(matches.error());
            }
            if (!*matches) {
                continue;
            }
        }
        found.push_back(describe(*history, states));
    }
    return found;
}

} // namespace polhist::answers
