#include "site/actions.h"

#include "access/glob.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::site {
namespace {

using policy::Statement;

bool is_literal(std::string_view action) {
    return action.find_first_of("*?") == std::string_view::npos &&
           action.find(':') != std::string_view::npos;
}

// Days of one policy and action, one after another or overlapping, as one.
void merge(std::vector<Allowance>& allowed) {
    std::sort(allowed.begin(), allowed.end(), [](const Allowance& left, const Allowance& right) {
        return std::tie(left.policy, left.since) < std::tie(right.policy, right.since);
    });
    std::vector<Allowance> merged;
    for (Allowance& one : allowed) {
        Allowance* last = merged.empty() ? nullptr : &merged.back();
        const bool joins = last != nullptr && last->policy == one.policy &&
                           (last->until.empty() || last->until >= one.since);
        if (!joins) {
            merged.push_back(std::move(one));
            continue;
        }
        if (one.until.empty()) {
            // Without conditions where any pattern of now has none.
            last->conditional = one.conditional && (last->conditional || !last->until.empty());
            last->until.clear();
        } else if (!last->until.empty()) {
            last->until = std::max(last->until, one.until);
            last->conditional = last->conditional && one.conditional;
        }
    }
    allowed = std::move(merged);
}

// What tells a NotAction from the other patterns of a policy.
std::string negated_key(const std::vector<std::string>& actions) {
    std::string key = "!";
    for (const std::string& action : actions) {
        key += policy::folded(action) + ' ';
    }
    return key;
}

} // namespace

// Once a policy: one with many states is not to decide it.
void Actions::count_spelling(const std::string& action) {
    Spelling& spelling = spellings_[policy::folded(action)][action];
    if (spelling.latest != policies_) {
        spelling.latest = policies_;
        ++spelling.policies;
    }
}

void Actions::add_state(std::size_t policy,
                        const policy::Document& document,
                        const std::string& day,
                        std::map<std::string, std::size_t>& open) {
    std::map<std::string, std::size_t> now;
    const auto keep = [&](const std::string& key, Span span) {
        const auto found = open.find(key);
        if (found != open.end()) {
            now.emplace(key, found->second);
        } else if (!now.contains(key)) {
            now.emplace(key, spans_.size());
            spans_.push_back(std::move(span));
        }
    };
    for (const Statement& statement : document.statements) {
        if (statement.effect != policy::Effect::allow) {
            continue;
        }
        const bool conditional = !statement.conditions.empty();
        const std::string_view mark = conditional ? " ?" : "";
        if (statement.actions.negated) {
            keep(fmt::format("{}{}", negated_key(statement.actions.values), mark),
                 {policy, "*", statement.actions.values, conditional, day, ""});
            continue;
        }
        for (const std::string& action : statement.actions.values) {
            const std::string pattern = policy::folded(action);
            if (is_literal(action)) {
                count_spelling(action);
            }
            keep(fmt::format("{}{}", pattern, mark), {policy, pattern, {}, conditional, day, ""});
        }
    }
    for (const auto& [key, span] : open) {
        if (!now.contains(key)) {
            spans_[span].until = day;
        }
    }
    open = std::move(now);
}

void Actions::add(const States& states) {
    const std::size_t policy = policies_++;
    std::map<std::string, std::size_t> open;
    for (auto entry = states.rbegin(); entry != states.rend(); ++entry) {
        add_state(policy, *entry->document, format_date(entry->state->since), open);
        if (entry->state->withdrawn) {
            for (const auto& [key, span] : open) {
                spans_[span].until = format_date(*entry->state->withdrawn);
            }
            open.clear();
        }
    }
}

std::map<std::string, Actions::Action> Actions::all() const {
    std::map<std::string, Action> actions;
    for (const auto& [name, spellings] : spellings_) {
        const auto most =
            std::max_element(spellings.begin(), spellings.end(), [](const auto& a, const auto& b) {
                return a.second.policies < b.second.policies;
            });
        actions[name].spelling = most->first;
    }
    for (const Span& span : spans_) {
        const std::string fixed = span.pattern.substr(0, span.pattern.find_first_of("*?"));
        for (auto at = actions.lower_bound(fixed);
             at != actions.end() && at->first.starts_with(fixed);
             ++at) {
            const auto matches = [&](const std::string& pattern) {
                return access::matches_action(pattern, at->first);
            };
            if (matches(span.pattern) && std::ranges::none_of(span.except, matches)) {
                at->second.allowed.push_back(
                    {span.policy, span.since, span.until, span.conditional});
            }
        }
    }
    for (auto& [name, action] : actions) {
        merge(action.allowed);
    }
    return actions;
}

} // namespace polhist::site
