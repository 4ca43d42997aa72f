#include "access/residual.h"

#include "policy/grant.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::access {
namespace {

// Keys that have one value by their nature, whatever operators are used on them.
bool has_one_value(std::string_view key) {
    return key.find("tag/") != std::string_view::npos || key == "ec2:createaction" ||
           key.starts_with("kms:encryptioncontext:");
}

std::string key_text(const Test& test) {
    const Operator& comparison = test.comparison;
    std::string text = fmt::format("{} {} {} {} {} {}",
                                   static_cast<int>(comparison.type),
                                   static_cast<int>(comparison.relation),
                                   comparison.negated,
                                   comparison.if_exists,
                                   static_cast<int>(comparison.quantifier),
                                   test.key);
    for (const Predicate& predicate : test.predicates) {
        const auto* pattern = std::get_if<Pattern>(&predicate.value);
        text += '\n' + (pattern == nullptr ? predicate.text : identity(*pattern));
    }
    return text;
}

} // namespace

int Residual::intern_resources(const policy::Patterns& resources,
                               const std::vector<Pattern>& compiled) {
    std::string text = resources.negated ? "not resource" : "resource";
    for (const Pattern& pattern : compiled) {
        text += '\n' + identity(pattern);
    }
    const auto [found, fresh] =
        numbers_.emplace(std::move(text), static_cast<int>(resources_.size()));
    if (fresh) {
        Resources& added = resources_.emplace_back();
        added.negated = resources.negated;
        added.globs = compiled;
        for (const Pattern& pattern : compiled) {
            Pattern fieldwise = compile(pattern.text, Reading::arn, !pattern.variables.empty());
            added.fieldwise.push_back(fieldwise.impossible ? pattern : std::move(fieldwise));
            texts_ += pattern.text + '\n';
        }
    }
    return found->second;
}

int Residual::intern_principals(const policy::Principals& principals) {
    std::string text = principals.negated ? "not principal" : "principal";
    for (const policy::Principal& principal : principals.values) {
        text += fmt::format("\n{} {}", principal.kind, principal.value);
    }
    const auto [found, fresh] =
        numbers_.emplace(std::move(text), static_cast<int>(principals_.size()));
    if (fresh) {
        principals_.push_back(principals);
    }
    return found->second;
}

int Residual::intern_test(const Test& test) {
    const auto [found, fresh] =
        numbers_.emplace("test " + key_text(test), static_cast<int>(tests_.size()));
    if (!fresh) {
        return found->second;
    }
    const auto [key, new_key] = key_numbers_.emplace(test.key, static_cast<int>(keys_.size()));
    if (new_key) {
        keys_.push_back({test.key_text, false, false, false, {}});
    }
    Key& added = keys_[static_cast<std::size_t>(key->second)];
    added.tests.push_back(found->second);
    added.may_have_several =
        added.may_have_several ||
        (test.comparison.quantifier != Quantifier::none && !has_one_value(test.key));
    if (test.comparison.type != Type::null) {
        const bool truth = test.comparison.type == Type::boolean;
        added.truth_values_only = truth && (added.truth_values_only || !added.compared);
        added.compared = true;
    }
    tests_.push_back(test);
    key_of_test_.push_back(key->second);
    for (const Predicate& predicate : test.predicates) {
        texts_ += predicate.text + '\n';
    }
    return found->second;
}

Body Residual::body_of(const CompiledStatement& statement) {
    Body body;
    const policy::Statement& source = *statement.source;
    if (source.resources) {
        body.resources = intern_resources(*source.resources, statement.resources);
    }
    if (source.principals) {
        body.principals = intern_principals(*source.principals);
    }
    for (const Test& test : statement.tests) {
        body.tests.push_back(intern_test(test));
    }
    std::ranges::sort(body.tests);
    body.tests.erase(std::unique(body.tests.begin(), body.tests.end()), body.tests.end());
    return body;
}

Body Residual::body_of(const CompiledStatement& statement, const policy::Grant& grant) {
    Body body = body_of(statement);
    if (grant.resource() != nullptr) {
        const auto& all = statement.source->resources->values;
        const auto at = static_cast<std::size_t>(grant.resource() - all.data());
        body.resources = intern_resources({false, {*grant.resource()}}, {statement.resources[at]});
    }
    if (grant.principal() != nullptr) {
        body.principals = intern_principals({false, {*grant.principal()}});
    }
    return body;
}

} // namespace polhist::access
