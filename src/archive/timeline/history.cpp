#include "timeline/history.h"

#include "core/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::timeline {
namespace {

// What to try instead of a name that is not there: the one name that begins like it, or a near
// miss.
std::optional<std::string> suggestion(const Archive& archive, std::string_view policy) {
    const std::vector<std::string> names = archive.names();
    std::vector<std::string_view> beginning;
    std::vector<std::string_view> all;
    for (const std::string& name : names) {
        all.emplace_back(name);
        if (name.starts_with(policy)) {
            beginning.emplace_back(name);
        }
    }
    if (beginning.size() == 1) {
        return std::string(beginning.front());
    }
    const auto near = nearest(policy, all);
    return near ? std::optional<std::string>(*near) : std::nullopt;
}

} // namespace

std::string_view name_of(Event event) {
    constexpr std::array<std::string_view, 4> names{
        "version", "rollback", "reinstated", "recreated"};
    return names[static_cast<std::size_t>(event)];
}

std::optional<std::size_t> History::in_force(const std::optional<Instant>& at) const {
    const auto end = at ? std::ranges::upper_bound(states, *at, {}, &State::since) : states.end();
    if (end == states.begin()) {
        return std::nullopt;
    }
    const auto last = std::prev(end);
    const bool gone = last->withdrawn && (!at || *last->withdrawn <= *at);
    return gone ? std::nullopt : std::optional(static_cast<std::size_t>(last - states.begin()));
}

Result<std::vector<std::string>> Archive::names_unknown_at(const std::optional<Instant>& at) const {
    std::vector<std::string> unknown;
    for (const std::string& name : names()) {
        const auto known = known_of(name);
        if (!known) {
            return tl::make_unexpected(known.error());
        }
        if (known->unknown && known->unknown->holds(at)) {
            unknown.push_back(name);
        }
    }
    return unknown;
}

Result<std::optional<Instant>> Archive::known_until() const {
    std::optional<Instant> newest;
    for (const std::string& name : names()) {
        const auto known = known_of(name);
        if (!known) {
            return tl::make_unexpected(known.error());
        }
        newest = std::max(newest, known->until);
    }
    return newest;
}

Result<Archive::Known> Archive::known_of(const std::string& name) const {
    return history(name).map([](const History& history) {
        return Known{history.known_until, history.unknown};
    });
}

bool Archive::has(std::string_view name) const {
    const std::vector<std::string> all = names();
    return std::ranges::binary_search(all, name);
}

std::vector<std::string> Archive::names_that_may_allow(std::string_view /*action*/) const {
    return names();
}

Result<History> find(const Archive& archive, std::string_view policy) {
    const bool is_arn = policy.starts_with("arn:");
    if (is_arn) {
        if (const auto name = archive.name_of_arn(policy)) {
            return archive.history(*name);
        }
    } else if (archive.has(policy)) {
        return archive.history(policy);
    }
    const std::string_view tail = is_arn ? policy.substr(policy.rfind('/') + 1) : policy;
    const auto meant = suggestion(archive, tail);
    const std::string advice = meant ? fmt::format("did you mean `{}`?", *meant)
                                     : std::string("`polhist list` shows what there is");
    return failure(fmt::format("no policy `{}` is known; {}", policy, advice));
}

} // namespace polhist::timeline
