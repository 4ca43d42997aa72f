#include "access/condition.h"

#include "core/base64.h"

#include <algorithm>

namespace polhist::access {
namespace {

template <typename T>
Predicate predicate_of(const std::optional<T>& value, const std::string& text) {
    if (!value) {
        return {std::monostate{}, text};
    }
    return {*value, text};
}

Reading reading_of(const Operator& comparison) {
    if (comparison.type == Type::arn) {
        return Reading::arn;
    }
    if (comparison.relation == Relation::like) {
        return Reading::glob;
    }
    const bool folds =
        comparison.type == Type::boolean || comparison.relation == Relation::equal_ignoring_case;
    return folds ? Reading::ignore_case : Reading::exact;
}

bool is_truth_value(std::string_view text) {
    return policy::compare_folded(text, "true") == 0 || policy::compare_folded(text, "false") == 0;
}

Predicate compile_predicate(const std::string& text, const Operator& comparison, bool variables) {
    switch (comparison.type) {
    case Type::number:
        return predicate_of(Decimal::parse(text), text);
    case Type::date:
        return predicate_of(parse_condition_date(text), text);
    case Type::network:
        return predicate_of(parse_network(text), text);
    case Type::string:
    case Type::arn:
    case Type::boolean:
    case Type::binary:
    case Type::null:
        break;
    }
    const bool has_variables = variables && takes_variables(comparison.type);
    Pattern pattern = compile(text, reading_of(comparison), has_variables);
    if (comparison.type == Type::boolean && pattern.variables.empty() && !is_truth_value(text)) {
        return {std::monostate{}, text};
    }
    return {std::move(pattern), text};
}

bool compares(Relation relation, std::strong_ordering order) {
    switch (relation) {
    case Relation::less:
        return order < 0;
    case Relation::less_or_equal:
        return order <= 0;
    case Relation::greater:
        return order > 0;
    case Relation::greater_or_equal:
        return order >= 0;
    case Relation::equal:
    case Relation::equal_ignoring_case:
    case Relation::like:
        break;
    }
    return order == 0;
}

std::string text_of(const Pattern& pattern) {
    std::string text;
    for (const Token& token : pattern.tokens) {
        text += token.byte;
    }
    return text;
}

// Base64 texts are equal when the bytes are; texts that are not base64, when they are the same.
bool same_binary(std::string_view left, std::string_view right) {
    const auto left_bytes = parse_base64(left);
    const auto right_bytes = parse_base64(right);
    return left_bytes && right_bytes ? *left_bytes == *right_bytes : left == right;
}

// The seconds since 1970 of a date.
std::optional<Decimal> seconds_of(std::string_view date) {
    const auto instant = parse_condition_date(date);
    return instant ? std::optional(Decimal::seconds(*instant)) : std::nullopt;
}

bool matches_pattern(Type type, const Pattern& pattern, std::string_view value) {
    if (type == Type::boolean && !is_truth_value(value)) {
        return false;
    }
    return type == Type::binary ? same_binary(text_of(pattern), value) : matches(pattern, value);
}

// A limit of instants: seconds since 1970, or a date.
std::variant<std::monostate, Pattern, Decimal, Instant, Network>
number_or_date(std::string_view text) {
    auto number = Decimal::parse(text);
    if (!number) {
        number = seconds_of(text);
    }
    if (!number) {
        return std::monostate{};
    }
    return *number;
}

} // namespace

Test compile(const policy::Condition& condition, Operator comparison, bool variables) {
    Test test{comparison, policy::folded(condition.key), condition.key, {}};
    if (const auto known = reference::known_key(test.key)) {
        test.known = *known;
        test.listed = true;
    }
    for (const std::string& value : condition.values) {
        Predicate& predicate =
            test.predicates.emplace_back(compile_predicate(value, comparison, variables));
        predicate.instants = test.known.type == reference::KeyType::date;
        if (predicate.instants && comparison.type == Type::number) {
            predicate.value = number_or_date(value);
        }
    }
    return test;
}

bool satisfies(const Operator& comparison,
               const Predicate& predicate,
               std::string_view value,
               const Lookup& lookup) {
    if (const auto* pattern = std::get_if<Pattern>(&predicate.value)) {
        if (pattern->variables.empty()) {
            return matches_pattern(comparison.type, *pattern, value);
        }
        const auto resolved = substitute(*pattern, lookup);
        return resolved && matches_pattern(comparison.type, *resolved, value);
    }
    if (const auto* limit = std::get_if<Decimal>(&predicate.value)) {
        auto number = Decimal::parse(value);
        if (!number && predicate.instants) {
            number = seconds_of(value);
        }
        return number && compares(comparison.relation, *number <=> *limit);
    }
    if (const auto* limit = std::get_if<Instant>(&predicate.value)) {
        const auto date = parse_condition_date(value);
        return date && compares(comparison.relation, *date <=> *limit);
    }
    if (const auto* network = std::get_if<Network>(&predicate.value)) {
        const auto address = parse_address(value);
        return address && network->contains(*address);
    }
    return false;
}

bool null_holds(const Test& test, bool absent) {
    const std::string_view wanted = absent ? "true" : "false";
    return std::ranges::any_of(test.predicates, [&](const Predicate& predicate) {
        return policy::compare_folded(predicate.text, wanted) == 0;
    });
}

bool holds_absent(const Test& test) {
    const Operator& comparison = test.comparison;
    if (comparison.type == Type::null) {
        return null_holds(test, true);
    }
    if (comparison.quantifier == Quantifier::for_all_values) {
        return true;
    }
    if (comparison.quantifier == Quantifier::for_any_value) {
        return false;
    }
    return comparison.if_exists || comparison.negated;
}

bool holds(const Test& test, std::span<const std::string> values, const Lookup& lookup) {
    const Operator& comparison = test.comparison;
    if (values.empty()) {
        return holds_absent(test);
    }
    if (comparison.type == Type::null) {
        return null_holds(test, false);
    }
    const auto holds_of = [&](const std::string& value) {
        const bool any = std::ranges::any_of(test.predicates, [&](const Predicate& predicate) {
            return satisfies(comparison, predicate, value, lookup);
        });
        return any != comparison.negated;
    };
    switch (comparison.quantifier) {
    case Quantifier::for_all_values:
        return std::ranges::all_of(values, holds_of);
    case Quantifier::for_any_value:
        return std::ranges::any_of(values, holds_of);
    case Quantifier::none:
        break;
    }
    return values.size() == 1 && holds_of(values.front());
}

} // namespace polhist::access
