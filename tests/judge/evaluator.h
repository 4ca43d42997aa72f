// What a policy says of a request, written plainly from AWS's documentation and from nothing else.
//
// Slow and short on purpose: strings are taken apart anew for every question. Where AWS is silent
// the rulings that polhist documents are followed: `*` in a resource crosses colons, substituted
// text is literal, an unresolved variable's pattern matches nothing.

#pragma once

#include "judge/caller.h"
#include "judge/pattern.h"

#include <string_view>

namespace polhist::judge {

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

// How to read what sources leave open: as polhist rules, unless a question is about the other way.
struct Lens {
    bool by_fields = false; // wildcards of resources stay inside the fields of ARNs
    Unclear unclear = Unclear::ruled;
};

bool matches(const Policy& policy, const Rule& rule, const Request& request, Lens lens = {});
bool allows(const Policy& policy, const Request& request, Lens lens = {});
bool denies(const Policy& policy, const Request& request, Lens lens = {});

// An operator, taken apart.
struct Comparison {
    bool for_all = false;
    bool for_any = false;
    bool if_exists = false;
    bool negated = false;
    std::string base; // lower case, positive: `stringlike`, `numericlessthan`, `null`
};

Comparison comparison_of(std::string_view name);

} // namespace polhist::judge
