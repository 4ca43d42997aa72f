// What a policy says of a request, written plainly from AWS's documentation and from nothing else.
//
// Slow and short on purpose: strings are taken apart anew for every question. Where AWS is silent
// the rulings that polhist documents are followed: `*` in a resource crosses colons, substituted
// text is literal, an unresolved variable's pattern matches nothing.

#pragma once

#include "judge/caller.h"

#include <string_view>

namespace polhist::judge {

// How the characters of a pattern are read.
enum class Reading { exact, any_case, glob, arn };

bool matches_pattern(std::string_view pattern,
                     Reading reading,
                     bool has_variables,
                     std::string_view text,
                     const Context& context);

bool matches_action(const Rule& rule, std::string_view action);
bool matches_resource(const Policy& policy,
                      const Rule& rule,
                      std::string_view resource,
                      const Context& context);
bool holds(const Policy& policy, const Test& test, const Context& context);

// Whether one value satisfies a positive operator, in lower case, for some of the wanted values.
bool satisfied_by(const Policy& policy,
                  const std::string& base,
                  const Texts& wanted,
                  std::string_view value,
                  const Context& context);

bool matches(const Policy& policy, const Rule& rule, const Request& request);
bool allows(const Policy& policy, const Request& request);
bool denies(const Policy& policy, const Request& request);

// An operator, taken apart.
struct Comparison {
    bool for_all = false;
    bool for_any = false;
    bool if_exists = false;
    bool negated = false;
    std::string base; // lower case, positive: `stringlike`, `numericlessthan`, `null`
};

Comparison comparison_of(std::string_view name);

// The keys of the variables in a text, in lower case.
Texts variables_in(std::string_view text);

// `text` with its fields: six of an ARN, the last one whole; fewer where it has fewer colons.
Texts fields_of(std::string_view text);

} // namespace polhist::judge
