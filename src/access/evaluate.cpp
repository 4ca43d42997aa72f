#include "access/evaluate.h"

#include "access/glob.h"
#include "access/resource.h"

#include <algorithm>
#include <array>
#include <map>

namespace polhist::access {
namespace {

using policy::Effect;
using policy::Principal;
using policy::Statement;

// The fields of an ARN, the last one whole; empty ones where it is too short.
std::array<std::string_view, 6> arn_fields(std::string_view arn) {
    std::array<std::string_view, 6> fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::size_t colon = i + 1 < fields.size() ? arn.find(':') : std::string_view::npos;
        fields.at(i) = arn.substr(0, colon);
        arn.remove_prefix(colon == std::string_view::npos ? arn.size() : colon + 1);
    }
    return fields;
}

bool is_account(std::string_view text) {
    constexpr std::size_t digits = 12;
    return text.size() == digits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The account that a principal stands for as a whole: its number, or the ARN of its root.
std::string_view account_of_root(std::string_view name) {
    if (is_account(name)) {
        return name;
    }
    const auto fields = arn_fields(name);
    return fields[5] == "root" ? fields[4] : std::string_view{};
}

// Whether `session` is `arn:…:assumed-role/NAME/…` of the role `arn:…:role/…/NAME`.
bool is_session_of(std::string_view session, std::string_view role) {
    const auto role_fields = arn_fields(role);
    const auto fields = arn_fields(session);
    if (!role_fields[5].starts_with("role/") || fields[2] != "sts" || fields[4] != role_fields[4]) {
        return false;
    }
    const std::string name =
        "assumed-role/" + std::string(role_fields[5].substr(role_fields[5].rfind('/') + 1)) + '/';
    return fields[5].starts_with(name);
}

// The context of a request by folded keys.
class Context {
public:
    explicit Context(const Request& request) {
        for (const auto& [key, values] : request.context) {
            values_.emplace(policy::folded(key), &values);
        }
    }

    [[nodiscard]] std::span<const std::string> values(std::string_view key) const {
        const auto found = values_.find(key);
        return found == values_.end() ? std::span<const std::string>{} : *found->second;
    }

private:
    std::map<std::string, const std::vector<std::string>*, std::less<>> values_;
};

bool matches_principal(const Statement& statement, const Request& request) {
    if (!statement.principals) {
        return true;
    }
    const bool named =
        std::ranges::any_of(statement.principals->values, [&](const Principal& principal) {
            return takes_in(principal, request.principal.value_or(Principal{}));
        });
    return named != statement.principals->negated;
}

bool matches_action_of(const Statement& statement, std::string_view action) {
    const bool named =
        std::ranges::any_of(statement.actions.values, [&](const std::string& pattern) {
            return matches_action(pattern, action);
        });
    return named != statement.actions.negated;
}

bool matches_resource(const CompiledStatement& statement,
                      std::string_view resource,
                      const Lookup& lookup) {
    if (!statement.source->resources) {
        return true;
    }
    const bool named = std::ranges::any_of(statement.resources, [&](const Pattern& pattern) {
        if (pattern.variables.empty()) {
            return matches(pattern, resource);
        }
        const auto resolved = substitute(pattern, lookup);
        return resolved && matches(*resolved, resource);
    });
    return named != statement.source->resources->negated;
}

bool matches_statement(const CompiledStatement& statement,
                       const Request& request,
                       const Context& context,
                       const Lookup& lookup) {
    return matches_action_of(*statement.source, request.action) &&
           matches_principal(*statement.source, request) &&
           matches_resource(statement, request.resource, lookup) &&
           std::ranges::all_of(statement.tests, [&](const Test& test) {
               return holds(test, context.values(test.key), lookup);
           });
}

} // namespace

std::string_view name_of(Outcome outcome) {
    constexpr std::array<std::string_view, 4> names{
        "allow", "explicit-deny", "implicit-deny", "undecided"};
    return names.at(static_cast<std::size_t>(outcome));
}

Compiled::Compiled(const policy::Document& document, ResourceReading reading) {
    const bool variables = document.language == policy::Language::v2012;
    for (const Statement& statement : document.statements) {
        CompiledStatement& compiled = statements_.emplace_back();
        compiled.source = &statement;
        if (statement.resources) {
            for (const std::string& resource : statement.resources->values) {
                Pattern glob = compile(resource, Reading::glob, variables);
                compiled.resources.push_back(
                    reading == ResourceReading::crossing ? std::move(glob) : fieldwise(glob));
            }
        }
        for (const policy::Condition& condition : statement.conditions) {
            if (const auto comparison = parse_operator(condition.comparison)) {
                compiled.tests.push_back(compile(condition, *comparison, variables));
            } else {
                compiled.unknown = &condition;
            }
        }
    }
}

Decision evaluate(const Compiled& policy, const Request& request) {
    const Context context(request);
    const Lookup lookup = [&](std::string_view key) { return context.values(key); };
    // The first statement found, by effect and by whether all of it is known.
    std::array<const Statement*, 2> known{};
    std::array<const Statement*, 2> unknown{};
    for (const CompiledStatement& statement : policy.statements()) {
        const auto effect = static_cast<std::size_t>(statement.source->effect);
        auto& found = (statement.unknown == nullptr ? known : unknown).at(effect);
        if (found == nullptr && matches_statement(statement, request, context, lookup)) {
            found = statement.source;
        }
    }
    constexpr auto allow = static_cast<std::size_t>(Effect::allow);
    constexpr auto deny = static_cast<std::size_t>(Effect::deny);
    if (known[deny] != nullptr) {
        return {Outcome::explicit_deny, known[deny]};
    }
    const bool some_allow = known[allow] != nullptr || unknown[allow] != nullptr;
    if (unknown[deny] != nullptr && some_allow) {
        return {Outcome::undecided, unknown[deny]};
    }
    if (known[allow] != nullptr) {
        return {Outcome::allow, known[allow]};
    }
    if (unknown[allow] != nullptr) {
        return {Outcome::undecided, unknown[allow]};
    }
    return {};
}

bool takes_in(const Principal& named, const Principal& asking) {
    if (named.kind == "AWS" && named.value == "*") {
        return true;
    }
    if (named.kind != asking.kind) {
        return false;
    }
    if (named.value == asking.value) {
        return true;
    }
    if (named.kind != "AWS") {
        return false;
    }
    const std::string_view account = account_of_root(named.value);
    if (!account.empty()) {
        return account_of_root(asking.value) == account || arn_fields(asking.value)[4] == account;
    }
    return is_session_of(asking.value, named.value);
}

} // namespace polhist::access
