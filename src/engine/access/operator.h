// The names of condition operators, taken apart.
//
// Source: "IAM JSON policy elements: Condition operators" in the IAM User Guide.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace polhist::access {

// What the values of an operator are.
enum class Type : std::uint8_t { string, arn, number, date, boolean, binary, network, null };

// How the value of a request must stand to one of the policy. `like` is by wildcards; an ARN is
// always `like`, a network `equal` to its addresses.
enum class Relation : std::uint8_t {
    equal,
    equal_ignoring_case,
    like,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
};

enum class Quantifier : std::uint8_t { none, for_all_values, for_any_value };

struct Operator {
    Type type = Type::string;
    Relation relation = Relation::equal;
    bool negated = false;   // `…Not…`
    bool if_exists = false; // `…IfExists`
    Quantifier quantifier = Quantifier::none;

    bool operator==(const Operator&) const = default;
};

// Letter case means nothing. Nothing for an operator that AWS does not document.
std::optional<Operator> parse_operator(std::string_view name);

// Whether its values may hold `${…}` variables.
bool takes_variables(Type type);

} // namespace polhist::access
