#include "answers/who_may.h"

#include <algorithm>

namespace polhist::answers {
namespace {

using access::Permitted;
using timeline::History;

Result<std::string> sid_of(const Passages& passages, std::size_t version, std::size_t statement) {
    return passages.of(version).map([&](const auto& document) {
        const auto& all = document->statements;
        const auto found = std::ranges::find(all, statement, &policy::Statement::index);
        return found == all.end() ? std::string() : found->sid.value_or("");
    });
}

// Adds a version that allows it.
Result<void> ask(const std::string& name,
                 const Passages& passages,
                 std::size_t version,
                 Inquiry& inquiry,
                 std::vector<Holder>& out) {
    auto permission = inquiry.ask(passages, version);
    if (!permission) {
        return tl::make_unexpected(std::move(permission.error()));
    }
    if (permission->permitted == Permitted::no) {
        return {};
    }
    const std::string& id = passages.history().versions[version].id;
    Holder holder{name, id, permission->permitted != Permitted::always, {}, {}};
    if (permission->statement) {
        auto sid = sid_of(passages, version, *permission->statement);
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
    const Passages passages(history, inquiry.question().action);
    if (!history.states.empty()) {
        const auto state = history.in_force(out.at);
        return state ? ask(name, passages, history.states[*state].version, inquiry, out.policies)
                     : Result<void>();
    }
    for (std::size_t i = 0; i < history.versions.size(); ++i) {
        if (auto asked = ask(name, passages, i, inquiry, out.undated); !asked) {
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
    WhoMay answer{question, at, {}, {}, archive.count(), {}, {}};
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
    auto unknown = archive.names_unknown_at(at);
    if (!unknown) {
        return tl::make_unexpected(std::move(unknown.error()));
    }
    answer.unknown = std::move(*unknown);
    const auto known_until = archive.known_until();
    if (!known_until) {
        return tl::make_unexpected(known_until.error());
    }
    answer.horizon = horizon_of(*known_until, at);
    return answer;
}

} // namespace polhist::answers
