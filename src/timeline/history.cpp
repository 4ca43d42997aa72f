#include "timeline/history.h"

#include "core/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

namespace polhist::timeline {
namespace {

// The number in `v13`; others come first.
unsigned number_of(const Version& version) {
    unsigned number = 0;
    if (version.id.starts_with('v')) {
        std::from_chars(version.id.data() + 1, version.id.data() + version.id.size(), number);
    }
    return number;
}

bool comes_before(const Version& left, const Version& right) {
    return std::tuple(number_of(left), left.created, std::string_view(left.id)) <
           std::tuple(number_of(right), right.created, std::string_view(right.id));
}

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

History derive(std::string name, std::string arn, std::vector<Version> versions) {
    History history{std::move(name), std::move(arn), std::move(versions), {}};
    std::ranges::stable_sort(history.versions, comes_before);
    for (std::size_t i = 0; i < history.versions.size(); ++i) {
        const Version& version = history.versions[i];
        if (version.created) {
            const bool again = i > 0 && history.versions[i - 1].id == version.id;
            history.states.push_back(
                {i, *version.created, again ? Event::recreated : Event::version});
        }
    }
    std::ranges::stable_sort(history.states, {}, &State::since);
    return history;
}

Result<History> find(const Archive& archive, std::string_view policy) {
    const bool is_arn = policy.starts_with("arn:");
    const std::vector<std::string> names = archive.names();
    if (is_arn) {
        if (const auto name = archive.name_of_arn(policy)) {
            return archive.history(*name);
        }
    } else if (std::ranges::binary_search(names, policy)) {
        return archive.history(policy);
    }
    const std::string_view tail = is_arn ? policy.substr(policy.rfind('/') + 1) : policy;
    const auto meant = suggestion(archive, tail);
    const std::string advice = meant ? fmt::format("did you mean `{}`?", *meant)
                                     : std::string("`polhist list` shows what there is");
    return failure(fmt::format("no policy `{}` is known; {}", policy, advice));
}

} // namespace polhist::timeline
