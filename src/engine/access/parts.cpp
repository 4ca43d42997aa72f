#include "access/parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::access {
namespace {

bool is_plain_equality(const Operator& comparison) {
    return comparison.type == Type::string && comparison.relation != Relation::like &&
           !comparison.if_exists && comparison.quantifier == Quantifier::none;
}

// Whether a pattern has no wildcard, variables aside.
bool has_no_wildcard(const Predicate& predicate) {
    const auto* pattern = std::get_if<Pattern>(&predicate.value);
    return pattern != nullptr && std::ranges::all_of(pattern->tokens, [](const Token& token) {
               return token.kind == Token::Kind::character || token.kind == Token::Kind::variable;
           });
}

// `StringLike` without wildcards is `StringEquals`: what replaces a variable is literal.
bool is_needless_like(const Test& test) {
    return test.comparison.type == Type::string && test.comparison.relation == Relation::like &&
           std::ranges::all_of(test.predicates, has_no_wildcard);
}

Test as_equality(Test test) {
    test.comparison.relation = Relation::equal;
    for (Predicate& predicate : test.predicates) {
        std::get<Pattern>(predicate.value).reading = Reading::exact;
    }
    return test;
}

template <typename Number>
char digit(Number number) {
    return static_cast<char>('0' + static_cast<int>(number));
}

std::string text_of(const Test& test) {
    const Operator& comparison = test.comparison;
    std::string text = {'t',
                        digit(comparison.type),
                        digit(comparison.relation),
                        digit(comparison.negated),
                        digit(comparison.if_exists),
                        digit(comparison.quantifier)};
    text += test.key;
    for (const Predicate& predicate : test.predicates) {
        const auto* pattern = std::get_if<Pattern>(&predicate.value);
        text += '\n';
        text += pattern == nullptr ? predicate.text : identity(*pattern);
    }
    return text;
}

} // namespace

Parts::Parts(const Compiled& before, const Compiled& after) {
    for (const Compiled* policy : {&before, &after}) {
        note_keys(*policy);
    }
    for (const Compiled* policy : {&before, &after}) {
        for (const CompiledStatement& statement : policy->statements()) {
            KnownRest& known = known_rests_.at(statement.rest.get());
            if (!known.interned) {
                known = intern_rest(*statement.rest);
            }
        }
    }
}

const ResourceList& Parts::WrittenResources::list() const {
    if (!list_) {
        std::vector<Pattern> globs;
        for (const std::string& value : values_) {
            globs.push_back(compile(full_resource(value, variables_), Reading::glob, variables_));
        }
        list_ = resource_list(negated_, globs);
    }
    return *list_;
}

// What a key can be depends on all that test it, so this comes before anything else.
void Parts::note_keys(const Compiled& policy) {
    for (const CompiledStatement& statement : policy.statements()) {
        if (!known_rests_.emplace(statement.rest.get(), KnownRest{}).second) {
            continue;
        }
        for (const Test& test : statement.rest->tests()) {
            const auto [known, fresh] = key_dimensions_.emplace(test.key, dimensions());
            if (fresh) {
                keys_.emplace_back().name = test.key;
                keys_.back().name_text = test.key_text;
            }
            Key& key = keys_[known->second - first_key_dimension];
            key.use.add(test.comparison);
            key.kind =
                kind_of(key.name, test.listed ? std::optional(test.known) : std::nullopt, key.use);
        }
    }
}

void Parts::note_variables(const Pattern& pattern) {
    for (const Variable& variable : pattern.variables) {
        const auto number = static_cast<std::uint32_t>(variables_.size());
        variables_.emplace(variable.key, std::pair(number, variable.key_text));
    }
}

int Parts::intern_resources(bool negated, std::span<const std::string> values, bool variables) {
    std::string text = negated ? "not resource" : "resource";
    const std::size_t before = texts_.size();
    constexpr std::size_t usual_size = 64; // of an ARN
    text.reserve(text.size() + usual_size * values.size());
    for (const std::string& value : values) {
        const std::string full = full_resource(value, variables);
        text += '\n';
        text += glob_identity(full, variables);
        texts_ += full;
        texts_ += '\n';
    }
    const auto [found, fresh] =
        numbers_.emplace(std::move(text), static_cast<int>(resources_.size()));
    if (!fresh) {
        texts_.resize(before);
        return found->second;
    }
    resources_.emplace_back(negated, values, variables);
    for (const std::string& value : values) {
        if (variables && value.find("${") != std::string::npos) {
            note_variables(compile(full_resource(value, true), Reading::glob, true));
        }
    }
    return found->second;
}

int Parts::intern_principals(const policy::Principals& principals, policy::Effect effect) {
    std::string text =
        principals.negated ? fmt::format("{} not principal", name_of(effect)) : "principal";
    for (const policy::Principal& principal : principals.values) {
        text += fmt::format("\n{} {}", principal.kind, principal.value);
    }
    const auto [found, fresh] =
        numbers_.emplace(std::move(text), static_cast<int>(principals_.size()));
    if (fresh) {
        principals_.push_back({principals, effect});
    }
    return found->second;
}

KeyKind Parts::kind_of_key(std::string_view key) const {
    const auto dimension = dimension_of(key);
    return dimension ? this->key(*dimension).kind
                     : kind_of(key, reference::known_key(key), KeyUse{});
}

// `StringEquals` (in whatever letter case) of one key with the value of another says the same the
// other way round, as long as both have one value at most. Of the two, the one that sorts first
// counts; nothing if `test` is it.
std::optional<Test> Parts::mirrored(const Test& test) const {
    if (!is_plain_equality(test.comparison) || test.predicates.size() != 1) {
        return std::nullopt;
    }
    const auto* pattern = std::get_if<Pattern>(&test.predicates.front().value);
    if (pattern == nullptr || !pattern->is_one_variable()) {
        return std::nullopt;
    }
    const Variable& variable = pattern->variables.front();
    if (variable.fallback || variable.key >= test.key || kind_of_key(test.key).several ||
        kind_of_key(variable.key).several) {
        return std::nullopt;
    }
    const std::string value = "${" + test.key_text + "}";
    Test turned{test.comparison, variable.key, variable.key_text, {}};
    turned.predicates.push_back({compile(value, pattern->reading, true), value});
    return turned;
}

// A test that was turned round may be the first of its key.
Part Parts::intern_test(const Test& test) {
    const auto [known, fresh] = key_dimensions_.emplace(test.key, dimensions());
    if (fresh) {
        Key& key = keys_.emplace_back();
        key.name = test.key;
        key.name_text = test.key_text;
        key.use.add(test.comparison);
        key.kind = kind_of(key.name, reference::known_key(key.name), key.use);
    }
    const auto [number, added] = numbers_.emplace(text_of(test), static_cast<int>(tests_.size()));
    if (added) {
        keys_[known->second - first_key_dimension].tests.push_back(add_test(test));
    }
    return {known->second, number->second};
}

int Parts::add_test(const Test& test) {
    tests_.push_back(test);
    for (const Predicate& predicate : test.predicates) {
        texts_ += predicate.text + '\n';
        if (const auto* pattern = std::get_if<Pattern>(&predicate.value)) {
            note_variables(*pattern);
        }
    }
    return static_cast<int>(tests_.size()) - 1;
}

Body Parts::intern_body(std::vector<Part> parts) {
    std::ranges::sort(parts);
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    const auto [found, fresh] =
        body_numbers_.emplace(std::move(parts), static_cast<Body>(bodies_.size()));
    if (fresh) {
        bodies_.push_back(found->first);
    }
    return found->second;
}

Body Parts::body_of(const CompiledStatement& statement) const {
    return known_rests_.at(statement.rest.get()).body;
}

Parts::KnownRest Parts::intern_rest(const CompiledRest& rest) {
    std::vector<Part> parts;
    bool turned = false;
    const policy::Statement& source = rest.source();
    if (source.resources) {
        parts.push_back({resource_dimension,
                         intern_resources(source.resources->negated,
                                          source.resources->values,
                                          rest.has_variables())});
    }
    if (source.principals) {
        parts.push_back(
            {principal_dimension, intern_principals(*source.principals, source.effect)});
    }
    for (const Test& written : rest.tests()) {
        const auto equality =
            is_needless_like(written) ? std::optional(as_equality(written)) : std::nullopt;
        const Test& test = equality ? *equality : written;
        const auto mirror = mirrored(test);
        parts.push_back(intern_test(mirror ? *mirror : test));
        turned = turned || mirror.has_value();
    }
    return {intern_body(std::move(parts)), turned, true};
}

Body Parts::body_of(const CompiledStatement& statement, const policy::Grant& grant) {
    std::vector<Part> parts;
    for (const Part& part : parts_of(body_of(statement))) {
        if (part.dimension == resource_dimension && grant.resource() != nullptr) {
            parts.push_back({resource_dimension,
                             intern_resources(false,
                                              std::span(grant.resource(), 1),
                                              statement.rest->has_variables())});
        } else if (part.dimension == principal_dimension && grant.principal() != nullptr) {
            parts.push_back({principal_dimension,
                             intern_principals({false, {*grant.principal()}}, grant.effect())});
        } else {
            parts.push_back(part);
        }
    }
    return intern_body(std::move(parts));
}

bool Parts::takes_all(const Part& part) const {
    return part.dimension == resource_dimension &&
           resources_[static_cast<std::size_t>(part.number)].takes_all();
}

bool Parts::surely_matches_some(Body body) const {
    return std::ranges::all_of(bodies_[body], [&](const Part& part) {
        return takes_all(part) ||
               (part.dimension == resource_dimension && is_surely_possible(resources(part.number)));
    });
}

bool Parts::is_within(Body inner, Body outer) const {
    return std::ranges::all_of(bodies_[outer], [&](const Part& part) {
        return takes_all(part) || std::ranges::binary_search(bodies_[inner], part);
    });
}

std::optional<Dimension> Parts::dimension_of(std::string_view key) const {
    const auto found = key_dimensions_.find(key);
    return found == key_dimensions_.end() ? std::nullopt : std::optional(found->second);
}

std::string Parts::spelling_of(const std::string& key) const {
    if (const auto dimension = dimension_of(key)) {
        return this->key(*dimension).name_text;
    }
    const auto variable = variables_.find(key);
    return variable == variables_.end() ? key : variable->second.second;
}

std::uint32_t Parts::number_of_variable(const std::string& key) const {
    return variables_.at(key).first;
}

} // namespace polhist::access
