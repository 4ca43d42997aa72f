#include "answers/who_may.h"

#include "answers/comparison.h"

#include <algorithm>

namespace polhist::answers {
namespace {

using access::Permitted;
using timeline::History;
using timeline::Version;

// The version in force at an instant; none before the first.
const Version* in_force(const History& history, const std::optional<Instant>& at) {
    const auto end = at ? std::ranges::upper_bound(history.states, *at, {}, &timeline::State::since)
                        : history.states.end();
    return end == history.states.begin() ? nullptr : &history.version_of(*std::prev(end));
}

Result<std::string> sid_of(const Version& version, std::size_t statement) {
    return load(version).map([&](const auto& document) {
        return statement < document->statements.size()
                   ? document->statements[statement].sid.value_or("")
                   : std::string();
    });
}

// Adds a version that allows it.
Result<void>
ask(const std::string& name, const Version& version, Inquiry& inquiry, std::vector<Holder>& out) {
    auto permission = inquiry.ask(version);
    if (!permission) {
        return tl::make_unexpected(std::move(permission.error()));
    }
    if (permission->permitted == Permitted::no) {
        return {};
    }
    Holder holder{name, version.id, permission->permitted != Permitted::always, {}, {}};
    if (permission->statement) {
        auto sid = sid_of(version, *permission->statement);
        if (!sid) {
            return tl::make_unexpected(std::move(sid.error()));
        }
        holder.sid = std::move(*sid);
    }
    holder.permission = std::move(*permission);
    out.push_back(std::move(holder));
    return {};
}

Result<void> add(const std::string& name, const History& history, Inquiry& inquiry, WhoMay& out) {
    if (!history.states.empty()) {
        const Version* version = in_force(history, out.at);
        return version == nullptr ? Result<void>() : ask(name, *version, inquiry, out.policies);
    }
    for (const Version& version : history.versions) {
        if (auto asked = ask(name, version, inquiry, out.undated); !asked) {
            return asked;
        }
    }
    return {};
}

} // namespace

Result<WhoMay> who_may(const timeline::Archive& archive,
                       const access::Question& question,
                       std::optional<Instant> at,
                       std::size_t budget) {
    if (const auto sound = examine(question); !sound) {
        return tl::make_unexpected(sound.error());
    }
    WhoMay answer{question, at, {}, {}, archive.names().size()};
    Inquiry inquiry(question, budget);
    for (const std::string& name : archive.names_that_may_allow(question.action)) {
        const auto history = archive.history(name);
        if (!history) {
            return tl::make_unexpected(history.error());
        }
        if (auto added = add(name, *history, inquiry, answer); !added) {
            return tl::make_unexpected(std::move(added.error()));
        }
    }
    return answer;
}

} // namespace polhist::answers
