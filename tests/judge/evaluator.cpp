#include "judge/evaluator.h"

#include "judge/scalar.h"

#include <algorithm>

namespace polhist::judge {
namespace {

template <typename Number>
bool compares(std::string_view base, const Number& left, const Number& right) {
    if (base.ends_with("lessthan")) {
        return left < right;
    }
    if (base.ends_with("lessthanequals")) {
        return left <= right;
    }
    if (base.ends_with("greaterthan")) {
        return left > right;
    }
    if (base.ends_with("greaterthanequals")) {
        return left >= right;
    }
    return left == right;
}

bool satisfies(bool has_variables,
               const std::string& base,
               const std::string& wanted,
               std::string_view value,
               const Context& context) {
    if (base.starts_with("numeric")) {
        const auto left = number_of(value);
        const auto right = number_of(wanted);
        return left && right && compares(base, *left, *right);
    }
    if (base.starts_with("date")) {
        const auto left = date_of(value);
        const auto right = date_of(wanted);
        return left && right && compares(base, *left, *right);
    }
    if (base == "ipaddress") {
        const auto address = network_of(value);
        const auto network = network_of(wanted);
        return address && network && address->family == network->family &&
               address->bits.starts_with(network->bits);
    }
    if (base == "binaryequals") {
        const auto text = substituted(wanted, has_variables, context);
        if (!text) {
            return false;
        }
        const auto left = binary_of(*text);
        const auto right = binary_of(value);
        return left && right ? *left == *right : *text == value;
    }
    if (base == "bool") {
        const std::string folded = lower(std::string(value));
        const bool truth = folded == "true" || folded == "false";
        return truth && matches_pattern(wanted, Reading::any_case, has_variables, value, context);
    }
    const Reading reading = base == "stringequals"             ? Reading::exact
                            : base == "stringequalsignorecase" ? Reading::any_case
                            : base == "stringlike"             ? Reading::glob
                                                               : Reading::arn;
    return matches_pattern(wanted, reading, has_variables, value, context);
}

} // namespace

Comparison comparison_of(std::string_view name) {
    Comparison comparison;
    std::string rest = lower(std::string(name));
    if (rest.starts_with("forallvalues:")) {
        comparison.for_all = true;
        rest = rest.substr(13);
    } else if (rest.starts_with("foranyvalue:")) {
        comparison.for_any = true;
        rest = rest.substr(12);
    }
    if (rest.ends_with("ifexists")) {
        comparison.if_exists = true;
        rest.resize(rest.size() - 8);
    }
    if (const std::size_t at = rest.find("not"); at != std::string::npos) {
        comparison.negated = true;
        rest.erase(at, 3);
    }
    comparison.base = rest;
    return comparison;
}

bool matches_action(const Rule& rule, std::string_view action) {
    const std::string folded = lower(std::string(action));
    const bool named = std::ranges::any_of(rule.actions, [&](const std::string& pattern) {
        return matches_pattern(lower(pattern), Reading::glob, false, folded, {});
    });
    return named != rule.not_action;
}

bool matches_resource(const Policy& policy,
                      const Rule& rule,
                      std::string_view resource,
                      const Context& context) {
    const bool named = std::ranges::any_of(rule.resources, [&](const std::string& pattern) {
        return matches_pattern(pattern, Reading::glob, policy.has_variables, resource, context);
    });
    return !rule.has_resources || named != rule.not_resource;
}

bool satisfied_by(const Policy& policy,
                  const std::string& base,
                  const Texts& wanted,
                  std::string_view value,
                  const Context& context) {
    return std::ranges::any_of(wanted, [&](const std::string& one) {
        return satisfies(policy.has_variables, base, one, value, context);
    });
}

bool holds(const Policy& policy, const Test& test, const Context& context) {
    const Comparison comparison = comparison_of(test.comparison);
    const auto found = context.find(lower(test.key));
    const bool absent = found == context.end() || found->second.empty();
    if (comparison.base == "null") {
        return std::ranges::any_of(test.values, [&](const std::string& value) {
            return lower(value) == (absent ? "true" : "false");
        });
    }
    if (absent) {
        return comparison.for_all ||
               (!comparison.for_any && (comparison.negated || comparison.if_exists));
    }
    const auto good = [&](const std::string& value) {
        return satisfied_by(policy, comparison.base, test.values, value, context) !=
               comparison.negated;
    };
    if (comparison.for_all) {
        return std::ranges::all_of(found->second, good);
    }
    if (comparison.for_any) {
        return std::ranges::any_of(found->second, good);
    }
    return found->second.size() == 1 && good(found->second.front());
}

namespace {

// A pattern of a resource with its wildcards held inside the fields of ARNs.
bool matches_by_fields(const Policy& policy, const std::string& pattern, const Request& request) {
    std::string padded = pattern;
    for (std::size_t i = fields_of(pattern).size(); pattern != "*" && i < 6; ++i) {
        padded += ":*";
    }
    const bool whole = pattern == "*" || request.resource == "*";
    return matches_pattern(padded,
                           whole ? Reading::glob : Reading::arn,
                           policy.has_variables,
                           request.resource,
                           request.context);
}

bool matches_resource(const Policy& policy, const Rule& rule, const Request& request, Lens lens) {
    if (!rule.has_resources || !lens.by_fields) {
        return matches_resource(policy, rule, request.resource, request.context);
    }
    return rule.not_resource != std::ranges::any_of(rule.resources, [&](const auto& pattern) {
               return matches_by_fields(policy, pattern, request);
           });
}

} // namespace

bool matches(const Policy& policy, const Rule& rule, const Request& request, Lens lens) {
    return matches_action(rule, request.action) &&
           matches_principal(rule, request.principal, lens.unclear) &&
           matches_resource(policy, rule, request, lens) &&
           std::ranges::all_of(
               rule.tests, [&](const Test& test) { return holds(policy, test, request.context); });
}

bool denies(const Policy& policy, const Request& request, Lens lens) {
    return std::ranges::any_of(policy.rules, [&](const Rule& rule) {
        return rule.deny && matches(policy, rule, request, lens);
    });
}

bool allows(const Policy& policy, const Request& request, Lens lens) {
    return !denies(policy, request, lens) &&
           std::ranges::any_of(policy.rules, [&](const Rule& rule) {
               return !rule.deny && matches(policy, rule, request, lens);
           });
}

} // namespace polhist::judge
