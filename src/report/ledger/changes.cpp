#include "ledger/changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace polhist::ledger {
namespace {

using policy::Document;
using policy::Grant;

constexpr std::size_t most_told = 5; // grants in one message

// In place of fmt::join, in whose code g++ 12 sees an overflow at -O3.
std::string joined(std::span<const std::string> parts, std::string_view separator) {
    std::string text;
    for (const std::string& part : parts) {
        text += text.empty() ? "" : separator;
        text += part;
    }
    return text;
}

std::string action_of(const Grant& grant) {
    return grant.action() != nullptr
               ? *grant.action()
               : fmt::format("NotAction {}", joined(*grant.not_action(), ", "));
}

std::string resource_of(const Grant& grant) {
    if (grant.resource() != nullptr) {
        return fmt::format(" on `{}`", *grant.resource());
    }
    return grant.not_resource() != nullptr
               ? fmt::format(" on all but `{}`", joined(*grant.not_resource(), "`, `"))
               : std::string();
}

void note_actions(const std::vector<diff::Change>& changes,
                  std::string_view how,
                  ChangedActions& out) {
    for (const diff::Change& change : changes) {
        const std::string name = action_of(change.grant);
        out.try_emplace(policy::folded(name), ChangedAction{name, how});
    }
}

void compare_documents(Change& change) {
    diff::Difference difference = diff::compare(*change.before, *change.after);
    note_actions(difference.actions.added, "added", change.actions);
    note_actions(difference.actions.removed, "removed", change.actions);
    note_actions(difference.grants.added, "changed what is granted by", change.actions);
    note_actions(difference.grants.removed, "changed what is granted by", change.actions);
    change.grants = std::move(difference.grants);
}

} // namespace

std::vector<Change> changes_of(const Subject& subject) {
    const timeline::History& history = *subject.history;
    const auto version_id = [&](std::size_t state) {
        return history.version_of(history.states[state]).id;
    };
    const auto day_of = [&](std::size_t state) { return format_date(history.states[state].since); };
    std::vector<Change> changes;
    const Document* before = nullptr;
    for (std::size_t i = 0; i < history.states.size(); ++i) {
        if (i + 1 < history.states.size() && day_of(i + 1) == day_of(i)) {
            continue; // not the last of its day
        }
        Change change{day_of(i), version_id(i), before, subject.documents[i], {}, {}};
        if (before != nullptr) {
            compare_documents(change);
        }
        const bool first_of_all = before == nullptr && version_id(0) == "v1";
        if (first_of_all || !change.grants.empty()) {
            changes.push_back(std::move(change));
        }
        before = subject.documents[i];
    }
    return changes;
}

std::string told(const diff::Changes& grants) {
    std::vector<std::string> parts;
    const auto tell = [&](const std::vector<diff::Change>& changes, std::string_view verb) {
        for (const diff::Change& change : changes) {
            parts.push_back(
                fmt::format("{} `{}`{}", verb, action_of(change.grant), resource_of(change.grant)));
        }
    };
    tell(grants.added, "added");
    tell(grants.removed, "removed");
    const std::size_t shown = std::min(parts.size(), most_told);
    const std::string text = joined(std::span(parts).first(shown), ", ");
    return parts.size() > shown ? fmt::format("{} and {} more", text, parts.size() - shown) : text;
}

} // namespace polhist::ledger
