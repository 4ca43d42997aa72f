#include "access/evaluate.h"

#include "access/glob.h"
#include "access/resource.h"

#include <algorithm>
#include <array>

namespace polhist::access {
namespace {

using policy::Effect;
using policy::Statement;

constexpr std::size_t few_keys = 8; // of a request, looked up one by one

bool matches_action_of(const Statement& statement, std::string_view action) {
    const bool named =
        std::ranges::any_of(statement.actions.values, [&](const std::string& pattern) {
            return matches_action(pattern, action);
        });
    return named != statement.actions.negated;
}

bool matches_resource(const CompiledStatement& statement, const AskedRequest& asked) {
    if (!statement.source->resources) {
        return true;
    }
    const std::string& resource = asked.request().resource;
    const bool named =
        std::ranges::any_of(statement.rest->resources(), [&](const Pattern& pattern) {
            if (pattern.variables.empty()) {
                return matches(pattern, resource);
            }
            const auto resolved = substitute(pattern, asked.lookup());
            return resolved && matches(*resolved, resource);
        });
    return named != statement.source->resources->negated;
}

bool matches_principal(const CompiledStatement& statement, const AskedRequest& asked) {
    const auto& principals = statement.rest->principals();
    if (!principals) {
        return true;
    }
    const auto& principal = asked.request().principal;
    const policy::Principal& asking = principal ? *principal : anonymous;
    const policy::Effect effect = statement.source->effect;
    const bool other_way = asked.unclear_exempt() && principals->is_unclear(effect, asking);
    return principals->match(effect, asking) != other_way;
}

} // namespace

std::string_view name_of(Outcome outcome) {
    constexpr std::array<std::string_view, 4> names{
        "allow", "explicit-deny", "implicit-deny", "undecided"};
    return names.at(static_cast<std::size_t>(outcome));
}

CompiledRest::CompiledRest(const Statement& source, bool variables, ResourceReading reading)
    : source_(&source),
      variables_(variables),
      reading_(reading) {
    if (source.principals) {
        principals_.emplace(*source.principals);
    }
    for (std::size_t i = 0; i < source.conditions.size(); ++i) {
        const policy::Condition& condition = source.conditions[i];
        if (const auto comparison = parse_operator(condition.comparison)) {
            tests_.push_back(compile(condition, *comparison, variables));
        } else {
            unknown_ = i;
        }
    }
}

const std::vector<Pattern>& CompiledRest::resources() const {
    if (!resources_) {
        resources_.emplace();
        if (!source_->resources) {
            return *resources_;
        }
        for (const std::string& resource : source_->resources->values) {
            Pattern glob = compile(full_resource(resource, variables_), Reading::glob, variables_);
            resources_->push_back(reading_ == ResourceReading::crossing ? std::move(glob)
                                                                        : fieldwise(glob));
        }
    }
    return *resources_;
}

Compiled::Compiled(const policy::Document& document, ResourceReading reading) {
    const bool variables = document.language == policy::Language::v2012;
    for (const Statement& statement : document.statements) {
        add(statement, std::make_shared<const CompiledRest>(statement, variables, reading));
    }
}

Compiled::Compiled(const policy::Document& document,
                   const policy::Document& other,
                   const Compiled& first,
                   const std::vector<policy::Counterpart>& counterparts) {
    const bool variables = document.language == policy::Language::v2012;
    const bool same_language = document.language == other.language;
    for (std::size_t i = 0; i < document.statements.size(); ++i) {
        const Statement& statement = document.statements[i];
        const auto& like = counterparts[i].like;
        if (same_language && !like.empty()) {
            const auto at = static_cast<std::size_t>(like.front() - other.statements.data());
            add(statement, first.statements_[at].rest);
        } else {
            add(statement,
                std::make_shared<const CompiledRest>(
                    statement, variables, ResourceReading::crossing));
        }
    }
}

void Compiled::add(const Statement& statement, std::shared_ptr<const CompiledRest> rest) {
    const auto unknown = rest->unknown();
    statements_.push_back(
        {&statement, std::move(rest), unknown ? &statement.conditions[*unknown] : nullptr});
}

AskedRequest::AskedRequest(const Request& request, bool unclear_exempt)
    : request_(&request),
      unclear_exempt_(unclear_exempt),
      lookup_([this](std::string_view key) { return values(key); }) {
    if (request.context.size() > few_keys) {
        for (const auto& [key, values] : request.context) {
            values_.emplace(policy::folded(key), &values);
        }
    }
}

std::span<const std::string> AskedRequest::values(std::string_view key) const {
    if (request_->context.size() > few_keys) {
        const auto found = values_.find(key);
        return found == values_.end() ? std::span<const std::string>{} : *found->second;
    }
    for (const auto& [name, values] : request_->context) {
        if (name.size() == key.size() && policy::compare_folded(name, key) == 0) {
            return values;
        }
    }
    return {};
}

bool matches_but_for_action(const CompiledStatement& statement, const AskedRequest& asked) {
    return matches_principal(statement, asked) && matches_resource(statement, asked) &&
           std::ranges::all_of(statement.rest->tests(), [&](const Test& test) {
               return holds(test, asked.values(test.key), asked.lookup());
           });
}

Decision evaluate_set(const Compiled& policy,
                      const std::vector<LayerMask>& masks,
                      LayerMask all,
                      const Request& request) {
    const AskedRequest asked(request);
    const Statement* denied = nullptr;
    const Statement* perhaps_denied = nullptr;
    const Statement* allowed = nullptr; // in the first layer
    const Statement* perhaps_allowed = nullptr;
    LayerMask known = 0;
    LayerMask possible = 0;
    for (std::size_t i = 0; i < policy.statements().size(); ++i) {
        const CompiledStatement& statement = policy.statements()[i];
        if (!matches_action_of(*statement.source, request.action) ||
            !matches_but_for_action(statement, asked)) {
            continue;
        }
        const bool is_known = statement.unknown == nullptr;
        if (statement.source->effect == Effect::deny) {
            const Statement*& first = is_known ? denied : perhaps_denied;
            first = first == nullptr ? statement.source : first;
            continue;
        }
        possible |= masks[i];
        known |= is_known ? masks[i] : 0;
        if (is_known && allowed == nullptr && (masks[i] & 1U) != 0) {
            allowed = statement.source;
        }
        if (!is_known && perhaps_allowed == nullptr) {
            perhaps_allowed = statement.source;
        }
    }
    if (denied != nullptr) {
        return {Outcome::explicit_deny, denied};
    }
    if (possible != all) {
        return {};
    }
    if (perhaps_denied != nullptr) {
        return {Outcome::undecided, perhaps_denied};
    }
    return known == all ? Decision{Outcome::allow, allowed}
                        : Decision{Outcome::undecided, perhaps_allowed};
}

Decision evaluate(const Compiled& policy, const Request& request) {
    const AskedRequest asked(request);
    // The first statement found, by effect and by whether all of it is known.
    std::array<const Statement*, 2> known{};
    std::array<const Statement*, 2> unknown{};
    for (const CompiledStatement& statement : policy.statements()) {
        const auto effect = static_cast<std::size_t>(statement.source->effect);
        auto& found = (statement.unknown == nullptr ? known : unknown).at(effect);
        if (found == nullptr && matches_action_of(*statement.source, request.action) &&
            matches_but_for_action(statement, asked)) {
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

} // namespace polhist::access
