#include "access/permission.h"

#include "access/glob.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace polhist::access {
namespace {

using policy::Document;
using policy::Effect;
using policy::Language;
using policy::Statement;

bool has_unknown_operator(const Statement& statement) {
    return std::ranges::any_of(statement.conditions, [](const policy::Condition& condition) {
        return !parse_operator(condition.comparison);
    });
}

// The actions of a statement that a question is about; nothing where it is about none of them.
std::optional<policy::Patterns> actions_within(const policy::Patterns& actions,
                                               std::string_view action) {
    if (!has_wildcard(action)) {
        const bool named = std::ranges::any_of(actions.values, [&](const std::string& pattern) {
            return matches_action(pattern, action);
        });
        return named == actions.negated
                   ? std::nullopt
                   : std::optional(policy::Patterns{false, {std::string(action)}});
    }
    policy::Patterns within{actions.negated, {}};
    for (const std::string& pattern : actions.values) {
        if (may_overlap(pattern, action)) {
            within.values.push_back(pattern);
        }
    }
    if (!within.negated) {
        return within.values.empty() ? std::nullopt : std::optional(std::move(within));
    }
    // A NotAction that takes the question out whole.
    const bool whole = std::ranges::any_of(within.values, [&](const std::string& pattern) {
        return pattern == "*" || policy::compare_folded(pattern, action) == 0;
    });
    return whole ? std::nullopt : std::optional(std::move(within));
}

// A pattern of a resource that the user wrote: `${` in it is no variable.
std::string resource_pattern(const std::string& text, Language language) {
    std::string out;
    for (const char c : text) {
        out += c == '$' && language == Language::v2012 ? "${$}" : std::string(1, c);
    }
    return out;
}

// The document with Denies of all that a question is not about.
Document narrowed(Document document, const Question& question) {
    const auto deny = [&](policy::Patterns actions) -> Statement& {
        const std::size_t index =
            document.statements.empty() ? 0 : document.statements.back().index + 1;
        Statement& statement = document.statements.emplace_back();
        statement.index = index;
        statement.effect = Effect::deny;
        statement.actions = std::move(actions);
        return statement;
    };
    if (has_wildcard(question.action)) {
        deny({true, {question.action}});
    }
    if (question.resource) {
        deny({false, {"*"}}).resources =
            policy::Patterns{true, {resource_pattern(*question.resource, document.language)}};
    }
    return document;
}

// `${…}` as what it can be at most: any text. The result is a pattern without variables.
std::string opened_text(const std::string& text) {
    std::string out;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = rest.starts_with("${") ? rest.find('}') : std::string_view::npos;
        if (end == std::string_view::npos) {
            out += rest.front();
            rest.remove_prefix(1);
            continue;
        }
        const std::string_view whole = rest.substr(0, end + 1);
        rest.remove_prefix(end + 1);
        out += compile(whole, Reading::glob, true).variables.empty() ? whole : "*";
    }
    return out;
}

bool has_variable(const std::string& pattern, Language language) {
    return !compile(pattern, Reading::glob, language == Language::v2012).variables.empty();
}

// The resources that a statement has whatever the values of variables (`most` false), or the most
// that it can have (`most` true).
void fix_resources(Statement& statement, Language language, bool most) {
    if (!statement.resources) {
        return;
    }
    std::vector<std::string> fixed;
    for (const std::string& pattern : statement.resources->values) {
        if (!has_variable(pattern, language)) {
            fixed.push_back(pattern);
        } else if (most != statement.resources->negated) {
            fixed.push_back(opened_text(pattern));
        }
    }
    std::ranges::sort(fixed);
    statement.resources->values = std::move(fixed);
}

// What a document allows whatever the values of condition keys: its Allows without conditions, less
// all that its Denies can take away.
Document certain_part(const Document& document) {
    Document certain = document;
    certain.statements.clear();
    for (const Statement& statement : document.statements) {
        const bool deny = statement.effect == Effect::deny;
        if (deny || statement.conditions.empty()) {
            Statement& kept = certain.statements.emplace_back(statement);
            kept.conditions.clear();
            fix_resources(kept, document.language, deny);
        }
    }
    return certain;
}

// Unknown operators, out of the way: what could be allowed at most, or is at least. At most, an
// Allow counts without the condition and a Deny not at all; at least, the other way round.
Document bounded(const Document& document, bool most) {
    Document bounds = document;
    bounds.statements.clear();
    for (const Statement& statement : document.statements) {
        if (!has_unknown_operator(statement)) {
            bounds.statements.push_back(statement);
        } else if ((statement.effect == Effect::allow) == most) {
            std::erase_if(bounds.statements.emplace_back(statement).conditions,
                          [](const policy::Condition& condition) {
                              return !parse_operator(condition.comparison);
                          });
        }
    }
    return bounds;
}

struct Allowed {
    Document document; // the requests are views of it
    Access access;
};

// What a document allows of a question.
Allowed allowed(Document document, const Question& question, std::size_t budget) {
    Allowed result{narrowed(std::move(document), question), {}};
    const Document nothing = policy::nothing_beside(result.document);
    result.access = Comparison(nothing, result.document, budget).verdict();
    return result;
}

// Whether a document allows one request whatever the values of condition keys.
bool is_always_allowed(const Document& document, const Request& request, std::size_t budget) {
    Document one;
    one.language = Language::v2012;
    Statement& allow = one.statements.emplace_back();
    allow.actions.values = {request.action};
    allow.resources = policy::Patterns{false, {literal_pattern(request.resource, Language::v2012)}};
    if (request.principal) {
        allow.principals = policy::Principals{false, {*request.principal}};
    }
    Comparison comparison(document, one, budget);
    const auto grants = policy::grants_of(one);
    return comparison.is_covered(Side::after, grants.front()).value_or(false);
}

Permission told(Permitted permitted, const Witness& witness, const Question& question) {
    Permission permission{permitted, witness.statement->index, witness.request, {}};
    for (const auto& [key, values] : question.given) {
        if (!values.empty()) {
            permission.request->context[key] = values;
        }
    }
    return permission;
}

Permission in_doubt(const Document& document, const Access& access) {
    Permission permission{Permitted::undecided, std::nullopt, std::nullopt, {}};
    for (const Statement& statement : document.statements) {
        if (has_unknown_operator(statement)) {
            permission.statement = statement.index;
            permission.doubt = "it has a condition operator that is not known";
            return permission;
        }
    }
    if (!access.doubts.empty()) {
        permission.statement = access.doubts.front().statement->index;
        permission.doubt = access.doubts.front().reason;
    }
    return permission;
}

// Whether two patterns begin with different letters: most are of another service.
bool begin_apart(std::string_view left, std::string_view right) {
    const auto is_letter = [](std::string_view c) { return !c.empty() && c != "*" && c != "?"; };
    const std::string_view first = left.substr(0, 1);
    const std::string_view other = right.substr(0, 1);
    return is_letter(first) && is_letter(other) && policy::compare_folded(first, other) != 0;
}

} // namespace

// Both patterns at once, by rows: whether what is read of the one can be what is read of the other.
bool may_overlap(std::string_view left, std::string_view right) {
    if (right == "*") {
        return true;
    }
    if (begin_apart(left, right)) {
        return false;
    }
    if (!has_wildcard(right)) {
        return matches_action(left, right);
    }
    const std::string a = policy::folded(left);
    const std::string b = policy::folded(right);
    std::string row(b.size() + 1, '\0'); // for each part of `b`, whether it can be what was read
    row.front() = 1;
    for (std::size_t j = 0; j < b.size() && b[j] == '*'; ++j) {
        row[j + 1] = 1;
    }
    for (const char c : a) {
        std::string next(b.size() + 1, '\0');
        next.front() = row.front() != 0 && c == '*' ? 1 : 0;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const char d = b[j];
            const bool both = row[j] != 0 && (c == d || c == '?' || d == '?');
            const bool star = (c == '*' || d == '*') && (row[j + 1] != 0 || next[j] != 0);
            next[j + 1] = both || star ? 1 : 0;
        }
        row = std::move(next);
    }
    return row.back() != 0;
}

bool may_allow(const Document& document, std::string_view action) {
    return std::ranges::any_of(document.statements, [&](const Statement& statement) {
        return statement.effect == Effect::allow && actions_within(statement.actions, action);
    });
}

Document slice_of(const Document& document, std::string_view action) {
    Document slice;
    slice.language = document.language;
    slice.language_stated = document.language_stated;
    for (const Statement& statement : document.statements) {
        if (auto actions = actions_within(statement.actions, action)) {
            Statement& kept = slice.statements.emplace_back();
            kept.index = statement.index;
            kept.sid = statement.sid;
            kept.effect = statement.effect;
            kept.principals = statement.principals;
            kept.actions = std::move(*actions);
            kept.resources = statement.resources;
            kept.conditions = statement.conditions;
        }
    }
    return slice;
}

Permission permission_of(const Document& document, const Question& question, std::size_t budget) {
    if (!may_allow(document, question.action)) {
        return {};
    }
    const Document slice = with_given(slice_of(document, question.action), question.given);
    const Document least = bounded(slice, false);
    const Allowed certain = allowed(certain_part(least), question, budget);
    if (!certain.access.gained.empty()) {
        return told(Permitted::always, certain.access.gained.front(), question);
    }
    const Allowed shown = allowed(least, question, budget);
    for (const Witness& witness : shown.access.gained) {
        if (is_always_allowed(least, witness.request, budget)) {
            return told(Permitted::always, witness, question);
        }
    }
    if (!shown.access.gained.empty()) {
        return told(Permitted::conditional, shown.access.gained.front(), question);
    }
    const bool known = std::ranges::none_of(slice.statements, has_unknown_operator);
    const Access most =
        known ? shown.access : allowed(bounded(slice, true), question, budget).access;
    const bool none = most.gained.empty() && most.doubts.empty();
    return none ? Permission{} : in_doubt(slice, most);
}

} // namespace polhist::access
