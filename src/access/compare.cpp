#include "access/compare.h"

#include "access/glob.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::access {
namespace {

using policy::Document;
using policy::Effect;
using policy::Grant;
using policy::Statement;

constexpr std::array<std::string_view, 27> operators{"stringequals",
                                                     "stringnotequals",
                                                     "stringequalsignorecase",
                                                     "stringnotequalsignorecase",
                                                     "stringlike",
                                                     "stringnotlike",
                                                     "numericequals",
                                                     "numericnotequals",
                                                     "numericlessthan",
                                                     "numericlessthanequals",
                                                     "numericgreaterthan",
                                                     "numericgreaterthanequals",
                                                     "dateequals",
                                                     "datenotequals",
                                                     "datelessthan",
                                                     "datelessthanequals",
                                                     "dategreaterthan",
                                                     "dategreaterthanequals",
                                                     "bool",
                                                     "binaryequals",
                                                     "ipaddress",
                                                     "notipaddress",
                                                     "arnequals",
                                                     "arnlike",
                                                     "arnnotequals",
                                                     "arnnotlike",
                                                     "null"};

// A name that no star could stand for better; a pattern becomes a text that it matches.
std::string example_of(std::string_view pattern) {
    std::string text;
    for (const char c : pattern) {
        if (c == '*') {
            text += "example";
        } else {
            text += c == '?' ? 'x' : c;
        }
    }
    return text;
}

// Star fields of an ARN become values that fields of ARNs have.
std::string example_resource(std::string_view pattern) {
    constexpr std::array<std::string_view, 5> usual{"arn", "aws", "", "us-east-1", "111122223333"};
    if (pattern == "*") {
        return "*";
    }
    std::string text;
    for (const std::string_view field_value : usual) {
        const std::size_t colon = pattern.find(':');
        if (colon == std::string_view::npos) {
            break;
        }
        const std::string_view field = pattern.substr(0, colon);
        text += field == "*" && !field_value.empty() ? std::string(field_value) : example_of(field);
        text += ':';
        pattern.remove_prefix(colon + 1);
    }
    return text + example_of(pattern);
}

bool has_deny(const Document& document) {
    return std::ranges::any_of(document.statements, [](const Statement& statement) {
        return statement.effect == Effect::deny;
    });
}

bool allows_some(const Statement& statement, std::string_view action) {
    const auto match = [&](const std::string& pattern) { return matches_action(pattern, action); };
    return std::ranges::any_of(statement.actions.values, match) != statement.actions.negated;
}

bool some_allow_matches(const Document& document, std::string_view action) {
    return std::ranges::any_of(document.statements, [&](const Statement& statement) {
        return statement.effect == Effect::allow && allows_some(statement, action);
    });
}

// An action that can be asked for: AWS has patterns with spaces in them, which match nothing.
bool is_literal_action(std::string_view action) {
    const auto part = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == ':';
    };
    return action.find(':') != std::string_view::npos && std::ranges::all_of(action, part);
}

// Whether a request can be read off a grant as it stands.
bool is_plain(const Grant& grant) {
    return grant.effect() == Effect::allow && grant.action() != nullptr &&
           is_literal_action(*grant.action()) && grant.resource() != nullptr &&
           grant.resource()->find("${") == std::string::npos && grant.conditions().empty() &&
           !grant.statement().principals;
}

// One witness for each Allow of `grown` that gives something which `base` surely does not.
std::vector<Witness> witnesses(const Document& base, std::span<const Grant> grown) {
    std::vector<Witness> found;
    for (const Grant& grant : grown) {
        const bool told = std::ranges::any_of(
            found, [&](const Witness& witness) { return witness.statement == &grant.statement(); });
        if (!told && is_plain(grant) && !some_allow_matches(base, *grant.action())) {
            Request request{*grant.action(), example_resource(*grant.resource()), {}, {}};
            found.push_back({&grant.statement(), std::move(request)});
        }
    }
    std::ranges::sort(found, {}, [](const Witness& witness) { return witness.statement->index; });
    return found;
}

void doubt_operators(const Document& document, Side side, std::vector<Doubt>& out) {
    for (const Statement& statement : document.statements) {
        for (const policy::Condition& condition : statement.conditions) {
            if (!is_known_operator(condition.comparison)) {
                out.push_back({side,
                               &statement,
                               fmt::format("the condition operator `{}` is not known",
                                           condition.comparison)});
                break;
            }
        }
    }
}

bool has_variable(const Statement& statement) {
    const auto holds = [](const std::string& text) { return text.find("${") != std::string::npos; };
    return (statement.resources && std::ranges::any_of(statement.resources->values, holds)) ||
           std::ranges::any_of(statement.conditions, [&](const policy::Condition& condition) {
               return std::ranges::any_of(condition.values, holds);
           });
}

void doubt_variables(const Document& document, Side side, std::vector<Doubt>& out) {
    for (const Statement& statement : document.statements) {
        if (has_variable(statement)) {
            out.push_back({side,
                           &statement,
                           "`${…}` is a variable under one Version and text under the other"});
        }
    }
}

Access undecided(Side side, const Grant& grant, std::string_view reason) {
    Access access;
    access.doubts.push_back({side, &grant.statement(), std::string(reason)});
    return access;
}

Access decide_growth(const Document& before, const Document& after, const GrantChanges& changes) {
    const bool grew = changes.removed.empty();
    const auto& grown = grew ? changes.added : changes.removed;
    const Side side = grew ? Side::after : Side::before;
    if (has_deny(before) || has_deny(after)) {
        return undecided(side, grown.front(), "what a Deny leaves of a change is not decided");
    }
    auto found = witnesses(grew ? before : after, grown);
    if (found.empty()) {
        return undecided(side,
                         grown.front(),
                         "another Allow matches the action of each change, or it has conditions");
    }
    Access access;
    access.verdict = grew ? Verdict::broader : Verdict::narrower;
    (grew ? access.gained : access.lost) = std::move(found);
    return access;
}

} // namespace

bool is_known_operator(std::string_view comparison) {
    std::string name = policy::folded(comparison);
    for (const std::string_view prefix : {"forallvalues:", "foranyvalue:"}) {
        if (name.starts_with(prefix)) {
            name.erase(0, prefix.size());
            break;
        }
    }
    constexpr std::string_view suffix = "ifexists";
    if (name.ends_with(suffix) && name != "nullifexists") {
        name.erase(name.size() - suffix.size());
    }
    return std::ranges::find(operators, name) != operators.end();
}

Access compare(const Document& before, const Document& after, const GrantChanges& changes) {
    Access access;
    doubt_operators(before, Side::before, access.doubts);
    doubt_operators(after, Side::after, access.doubts);
    if (before.language != after.language) {
        doubt_variables(before, Side::before, access.doubts);
        doubt_variables(after, Side::after, access.doubts);
    }
    if (!access.doubts.empty()) {
        return access;
    }
    if (changes.added.empty() && changes.removed.empty()) {
        access.verdict = Verdict::equivalent;
        return access;
    }
    if (!changes.added.empty() && !changes.removed.empty()) {
        return undecided(Side::after,
                         changes.added.front(),
                         "grants were added and removed; which access that leaves is not decided");
    }
    return decide_growth(before, after, changes);
}

std::optional<bool> covers(const Document& document, const Grant& grant) {
    if (is_plain(grant) && !some_allow_matches(document, *grant.action())) {
        return false;
    }
    return std::nullopt;
}

} // namespace polhist::access
