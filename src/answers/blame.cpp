#include "answers/blame.h"

#include "answers/passages.h"

#include <fmt/format.h>

namespace polhist::answers {
namespace {

using policy::Grant;
using timeline::History;

// Of `open`, grants of the newest state by their positions, those that an earlier document has too.
// Both lists are sorted as grants are.
std::vector<std::size_t> still_there(const std::vector<std::size_t>& open,
                                     const std::vector<BlamedGrant>& grants,
                                     const std::vector<Grant>& before) {
    std::vector<std::size_t> left;
    auto at = before.begin();
    for (const std::size_t i : open) {
        int order = 1;
        while (at != before.end() && (order = policy::compare(*at, grants[i].grant)) < 0) {
            ++at;
        }
        if (at != before.end() && order == 0) {
            left.push_back(i);
        }
    }
    return left;
}

// Goes back state by state, with the grants that all states so far have.
Result<void> go_back(const History& history, Blame& blame) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < blame.grants.size(); ++i) {
        open.push_back(i);
    }
    const Passages passages(history, "*");
    std::string document = history.version_of(history.states[blame.state]).document;
    for (std::size_t state = blame.state; state-- > 0 && !open.empty();) {
        const timeline::Version& version = history.version_of(history.states[state]);
        if (version.document.empty() || version.document != document) {
            const auto before = passages.of(history.states[state].version);
            if (!before) {
                return tl::make_unexpected(before.error());
            }
            open = still_there(open, blame.grants, policy::grants_of(**before));
            document = version.document;
        }
        for (const std::size_t i : open) {
            blame.grants[i].since = state;
        }
    }
    return {};
}

} // namespace

Result<Blame> blame(const History& history, const timeline::When& when) {
    const auto moment = timeline::resolve(history, when);
    if (!moment) {
        return tl::make_unexpected(moment.error());
    }
    const timeline::Version& version = history.versions[moment->version];
    if (!moment->state) {
        return failure(fmt::format("{} of `{}` is not known to have been in force, so nobody can "
                                   "say what brought in its grants; name another version",
                                   version.id,
                                   history.name));
    }
    auto endpoint = endpoint_of(version);
    if (!endpoint) {
        return tl::make_unexpected(std::move(endpoint.error()));
    }
    Blame blame{std::move(*endpoint), *moment->state, {}};
    for (const Grant& grant : policy::grants_of(*blame.version.document)) {
        blame.grants.push_back({grant, blame.state});
    }
    const auto done = go_back(history, blame);
    return done ? Result<Blame>(std::move(blame)) : tl::make_unexpected(done.error());
}

} // namespace polhist::answers
