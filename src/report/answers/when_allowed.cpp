#include "answers/when_allowed.h"

#include "answers/selection.h"

#include <algorithm>

namespace polhist::answers {
namespace {

using access::Permission;
using access::Permitted;
using timeline::History;

bool is_span_of(const Span& span, const Permission& permission) {
    return span.permission.permitted == permission.permitted &&
           span.permission.doubt == permission.doubt;
}

Result<std::vector<Span>> spans_of(const Passages& passages, Inquiry& inquiry) {
    const History& history = passages.history();
    std::vector<Span> spans;
    bool open = false;
    for (std::size_t i = 0; i < history.states.size(); ++i) {
        const timeline::Version& version = history.version_of(history.states[i]);
        auto permission = inquiry.ask(passages, history.states[i].version);
        if (!permission) {
            return tl::make_unexpected(std::move(permission.error()));
        }
        const bool goes_on = open && is_span_of(spans.back(), *permission);
        const Moment moment{version.id, history.states[i].since};
        if (open && !goes_on) {
            spans.back().until = moment;
        }
        open = permission->permitted != Permitted::no;
        if (open && !goes_on) {
            const bool conditional = permission->permitted != Permitted::always;
            spans.push_back({moment, std::nullopt, conditional, i == 0, std::move(*permission)});
        }
        if (open && history.states[i].withdrawn) {
            spans.back().until = Moment{{}, history.states[i].withdrawn};
            open = false;
        }
    }
    return spans;
}

Result<std::vector<Undated>> undated_of(const Passages& passages, Inquiry& inquiry) {
    const History& history = passages.history();
    std::vector<Undated> undated;
    for (std::size_t i = 0; i < history.versions.size(); ++i) {
        if (std::ranges::find(history.states, i, &timeline::State::version) !=
            history.states.end()) {
            continue;
        }
        auto permission = inquiry.ask(passages, i);
        if (!permission) {
            return tl::make_unexpected(std::move(permission.error()));
        }
        if (permission->permitted != Permitted::no) {
            undated.push_back({history.versions[i].id, std::move(*permission)});
        }
    }
    return undated;
}

} // namespace

Result<WhenAllowed> when_allowed(const timeline::Archive& archive,
                                 const access::Question& question,
                                 std::span<const std::string> policies,
                                 std::size_t budget) {
    if (const auto sound = examine(question); !sound) {
        return tl::make_unexpected(sound.error());
    }
    const auto names =
        policies.empty()
            ? Result<std::vector<std::string>>(archive.names_that_may_allow(question.action))
            : select(archive, policies);
    if (!names) {
        return tl::make_unexpected(names.error());
    }
    WhenAllowed answer{question, {}, policies.empty() ? archive.count() : names->size(), {}};
    Inquiry inquiry(question, budget);
    auto known_until =
        policies.empty() ? archive.known_until() : Result<std::optional<Instant>>(std::nullopt);
    if (!known_until) {
        return tl::make_unexpected(std::move(known_until.error()));
    }
    for (const std::string& name : *names) {
        const auto history = archive.history(name);
        if (!history) {
            return tl::make_unexpected(history.error());
        }
        *known_until = std::max(*known_until, history->known_until);
        const Passages passages(*history, question.action);
        auto spans = spans_of(passages, inquiry);
        if (!spans) {
            return tl::make_unexpected(std::move(spans.error()));
        }
        auto undated = undated_of(passages, inquiry);
        if (!undated) {
            return tl::make_unexpected(std::move(undated.error()));
        }
        if (!spans->empty() || !undated->empty()) {
            answer.policies.push_back({name, std::move(*spans), std::move(*undated)});
        }
    }
    answer.horizon = {*known_until, false};
    return answer;
}

} // namespace polhist::answers
