// One condition of a statement, compiled, and its truth for a request.
//
// A request has, for each key, no value, one, or several. What each operator says of the three is a
// table in condition.cpp. Source: "Multivalued context keys" and "Condition operators" in the IAM
// User Guide.

#pragma once

#include "access/operator.h"
#include "access/pattern.h"
#include "access/value.h"
#include "reference/condition_keys.h"

#include <span>
#include <string>
#include <variant>
#include <vector>

namespace polhist::access {

// One value of a condition, read as its operator reads it. `monostate`: a text that is no such
// value, so nothing satisfies it.
struct Predicate {
    std::variant<std::monostate, Pattern, Decimal, Instant, Network> value;
    std::string text;      // as written
    bool instants = false; // values are instants, which a number may be compared with
};

// Operators AND, keys AND, values OR: a statement has one of these for each operator and key.
struct Test {
    Operator comparison;
    std::string key;      // folded
    std::string key_text; // as written
    std::vector<Predicate> predicates;
    reference::KnownKey known{}; // what AWS documents of the key
    bool listed = false;         // whether it documents the key at all
};

// `variables`: whether the language of the document has them.
Test compile(const policy::Condition& condition, Operator comparison, bool variables);

// Whether one value satisfies one predicate of a positive operator.
bool satisfies(const Operator& comparison,
               const Predicate& predicate,
               std::string_view value,
               const Lookup& lookup);

// What a test is where its key is absent; and a test by `Null`, where it is or is not.
bool holds_absent(const Test& test);
bool null_holds(const Test& test, bool absent);

// Whether a test is true of a request that has these values for its key. None: the key is absent.
bool holds(const Test& test, std::span<const std::string> values, const Lookup& lookup);

} // namespace polhist::access
