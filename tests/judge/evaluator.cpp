#include "judge/evaluator.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <ctime>

namespace polhist::judge {
namespace {

// One character of a pattern whose variables have been replaced.
struct Glyph {
    char byte = 0;
    bool wild = false;    // `*` or `?` as a wildcard
    bool written = false; // stands in the pattern itself, not in what a variable gave
};

using Glyphs = std::vector<Glyph>;

char lower_byte(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

bool match_from(const Glyph* pattern, const Glyph* end, std::string_view text, bool any_case) {
    if (pattern == end) {
        return text.empty();
    }
    if (pattern->wild && pattern->byte == '*') {
        for (std::size_t skip = 0; skip <= text.size(); ++skip) {
            if (match_from(pattern + 1, end, text.substr(skip), any_case)) {
                return true;
            }
        }
        return false;
    }
    if (text.empty()) {
        return false;
    }
    const bool same = pattern->wild || pattern->byte == text.front() ||
                      (any_case && lower_byte(pattern->byte) == lower_byte(text.front()));
    return same && match_from(pattern + 1, end, text.substr(1), any_case);
}

bool match(const Glyphs& pattern, std::string_view text, bool any_case = false) {
    return match_from(pattern.data(), pattern.data() + pattern.size(), text, any_case);
}

struct Variable {
    std::string key;
    std::optional<std::string> fallback;
};

// `key` or `key, 'fallback'`.
Variable variable_of(std::string_view inside) {
    const std::size_t comma = inside.find(',');
    Variable variable{lower(std::string(inside.substr(0, comma))), std::nullopt};
    if (comma != std::string_view::npos) {
        const std::size_t open = inside.find('\'', comma);
        const std::size_t close = inside.rfind('\'');
        variable.fallback = std::string(inside.substr(open + 1, close - open - 1));
    }
    return variable;
}

std::optional<std::string> value_of(const Variable& variable, const Context& context) {
    const auto found = context.find(variable.key);
    const std::size_t count = found == context.end() ? 0 : found->second.size();
    if (count == 1) {
        return found->second.front();
    }
    return count == 0 ? variable.fallback : std::nullopt;
}

std::optional<Glyphs>
resolve(std::string_view pattern, bool wildcards, bool has_variables, const Context& context) {
    Glyphs glyphs;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const std::size_t close = has_variables && pattern.substr(at).starts_with("${")
                                      ? pattern.find('}', at)
                                      : std::string_view::npos;
        if (close == std::string_view::npos) {
            const char byte = pattern[at];
            glyphs.push_back({byte, wildcards && (byte == '*' || byte == '?'), true});
            continue;
        }
        const std::string_view inside = pattern.substr(at + 2, close - at - 2);
        at = close;
        const bool escape = inside == "*" || inside == "?" || inside == "$";
        const auto value = escape ? std::string(inside) : value_of(variable_of(inside), context);
        if (!value) {
            return std::nullopt;
        }
        for (const char byte : *value) {
            glyphs.push_back({byte, false, false});
        }
    }
    return glyphs;
}

bool match_arn(const Glyphs& pattern, std::string_view text) {
    std::vector<Glyphs> fields(1);
    for (const Glyph& glyph : pattern) {
        if (glyph.byte == ':' && glyph.written && fields.size() < 6) {
            fields.emplace_back();
        } else {
            fields.back().push_back(glyph);
        }
    }
    const Texts parts = fields_of(text);
    return fields.size() == 6 && parts.size() == 6 &&
           std::ranges::equal(fields, parts, [](const Glyphs& field, const std::string& part) {
               return match(field, part);
           });
}

std::optional<long double> number_of(std::string_view text) {
    const std::string copy(text);
    char* end = nullptr;
    const long double number = std::strtold(copy.c_str(), &end);
    const bool plain = copy.find_first_not_of("+-.0123456789eE") == std::string::npos;
    return plain && !copy.empty() && *end == '\0' ? std::optional(number) : std::nullopt;
}

// Seconds since 1970. Of ISO 8601: `2021-08-11`, or with `T18:07:10` and `Z` or an offset.
std::optional<long double> date_of(std::string_view text) {
    const std::string copy(text);
    std::tm time{};
    const char* rest = strptime(copy.c_str(), "%Y-%m-%d", &time);
    if (rest == nullptr) {
        const bool whole = copy.find_first_not_of("-0123456789") == std::string::npos;
        return whole ? number_of(text) : std::nullopt;
    }
    long double offset = 0;
    long double fraction = 0;
    if (*rest == 'T') {
        rest = strptime(rest, "T%H:%M:%S", &time);
        if (rest == nullptr) {
            return std::nullopt;
        }
        if (*rest == '.') {
            char* end = nullptr;
            fraction = std::strtold(rest, &end);
            rest = end;
        }
        if (*rest == '+' || *rest == '-') {
            const long double hours = std::strtold(std::string(rest, 3).c_str(), nullptr);
            offset = hours * 3600;
            rest += 6;
        } else if (*rest == 'Z') {
            ++rest;
        }
    }
    return *rest == '\0'
               ? std::optional(static_cast<long double>(timegm(&time)) + fraction - offset)
               : std::nullopt;
}

struct Network {
    int family = AF_INET;
    std::string bits; // the first ones, as `0` and `1`
};

std::optional<Network> network_of(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::string host(text.substr(0, slash));
    Network network;
    network.family = host.find(':') == std::string::npos ? AF_INET : AF_INET6;
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(network.family, host.c_str(), bytes.data()) != 1) {
        return std::nullopt;
    }
    std::size_t length = network.family == AF_INET ? 32 : 128;
    if (slash != std::string_view::npos) {
        const std::string digits(text.substr(slash + 1));
        const bool plain = digits.find_first_not_of("0123456789") == std::string::npos;
        if (digits.empty() || digits.size() > 3 || !plain || std::stoul(digits) > length) {
            return std::nullopt;
        }
        length = std::stoul(digits);
    }
    for (std::size_t bit = 0; bit < length; ++bit) {
        network.bits += ((bytes.at(bit / 8) >> (7 - bit % 8)) & 1) != 0 ? '1' : '0';
    }
    return network;
}

// Bytes of base64 as a text of six-bit digits without padding; nothing for other text.
std::optional<std::string> binary_of(std::string_view text) {
    const bool whole = text.size() % 4 == 0;
    while (whole && text.ends_with('=')) {
        text.remove_suffix(1);
    }
    const bool plain = std::ranges::all_of(
        text, [](char byte) { return std::isalnum(static_cast<unsigned char>(byte)) != 0; });
    return whole && plain ? std::optional(std::string(text)) : std::nullopt;
}

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
        const auto glyphs = resolve(wanted, false, has_variables, context);
        if (!glyphs) {
            return false;
        }
        std::string text;
        for (const Glyph& glyph : *glyphs) {
            text += glyph.byte;
        }
        const auto left = binary_of(text);
        const auto right = binary_of(value);
        return left && right ? *left == *right : text == value;
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

Texts fields_of(std::string_view text) {
    Texts fields(1);
    for (const char byte : text) {
        if (byte == ':' && fields.size() < 6) {
            fields.emplace_back();
        } else {
            fields.back() += byte;
        }
    }
    return fields;
}

Texts variables_in(std::string_view text) {
    Texts keys;
    for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
        const std::size_t close = text.find('}', at);
        if (close == std::string_view::npos) {
            break;
        }
        const std::string_view inside = text.substr(at + 2, close - at - 2);
        if (inside != "*" && inside != "?" && inside != "$") {
            keys.push_back(variable_of(inside).key);
        }
        at = close;
    }
    return keys;
}

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

bool matches_pattern(std::string_view pattern,
                     Reading reading,
                     bool has_variables,
                     std::string_view text,
                     const Context& context) {
    const bool wildcards = reading == Reading::glob || reading == Reading::arn;
    const auto glyphs = resolve(pattern, wildcards, has_variables, context);
    if (!glyphs) {
        return false;
    }
    return reading == Reading::arn ? match_arn(*glyphs, text)
                                   : match(*glyphs, text, reading == Reading::any_case);
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

bool matches(const Policy& policy, const Rule& rule, const Request& request) {
    return matches_action(rule, request.action) &&
           matches_principal(rule, request.principal, Unclear::ruled) &&
           matches_resource(policy, rule, request.resource, request.context) &&
           std::ranges::all_of(
               rule.tests, [&](const Test& test) { return holds(policy, test, request.context); });
}

bool denies(const Policy& policy, const Request& request) {
    return std::ranges::any_of(policy.rules, [&](const Rule& rule) {
        return rule.deny && matches(policy, rule, request);
    });
}

bool allows(const Policy& policy, const Request& request) {
    return !denies(policy, request) && std::ranges::any_of(policy.rules, [&](const Rule& rule) {
        return !rule.deny && matches(policy, rule, request);
    });
}

} // namespace polhist::judge
