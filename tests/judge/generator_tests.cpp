// Conditions.

#include "judge/generator.h"

#include <algorithm>

namespace polhist::judge {

std::string Generator::comparison(std::string_view kind) {
    if (one_in(10)) {
        return "Null";
    }
    std::string name;
    if (kind == "number") {
        name = pick({"NumericEquals",
                     "NumericNotEquals",
                     "NumericLessThan",
                     "NumericLessThanEquals",
                     "NumericGreaterThan",
                     "NumericGreaterThanEquals"});
    } else if (kind == "date") {
        name = pick({"DateEquals",
                     "DateNotEquals",
                     "DateLessThan",
                     "DateLessThanEquals",
                     "DateGreaterThan",
                     "DateGreaterThanEquals"});
    } else if (kind == "bool") {
        name = "Bool";
    } else if (kind == "address") {
        name = pick({"IpAddress", "NotIpAddress"});
    } else if (kind == "binary") {
        name = "BinaryEquals";
    } else if (kind == "arn") {
        name = pick({"ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals"});
    } else {
        name = pick({"StringEquals",
                     "StringNotEquals",
                     "StringLike",
                     "StringNotLike",
                     "StringEquals",
                     "StringLike",
                     "StringEqualsIgnoreCase",
                     "StringNotEqualsIgnoreCase"});
    }
    const bool sets = profile_ == Profile::sets         ? !one_in(3)
                      : profile_ == Profile::known_keys ? one_in(2)
                                                        : (profile_ == Profile::everything ||
                                                           profile_ == Profile::variables_tested) &&
                                                              one_in(4);
    if (sets) {
        name = (one_in(2) ? "ForAllValues:" : "ForAnyValue:") + name;
    }
    return one_in(5) ? name + "IfExists" : name;
}

std::string Generator::variable(std::string_view key) {
    std::string name(key);
    if (profile_ == Profile::defaults && !one_in(3)) {
        return "${" + name + pick({", 'a'}", ", 'b'}", ", ''}", ", 'a*'}"});
    }
    switch (below(8)) {
    case 0:
        return "${" + name + ", 'a'}";
    case 1:
        return "${K" + name.substr(1) + '}';
    default:
        return "${" + name + '}';
    }
}

std::string
Generator::value(std::string_view kind, std::string_view comparison, std::string_view key) {
    if (comparison.starts_with("Null")) {
        return pick({"true", "false"});
    }
    if (profile_ >= Profile::known_keys) {
        return known_value(kind, comparison, key);
    }
    if (kind == "number") {
        return pick({"1", "2", "2.0", "3", "1.5"});
    }
    if (kind == "date") {
        return pick({"2020-01-01T00:00:00Z",
                     "2021-01-01T00:00:00Z",
                     "1609459200",
                     "2020-01-01",
                     "2022-01-01T02:00:00+02:00"});
    }
    if (kind == "bool") {
        return pick({"true", "false"});
    }
    if (kind == "address") {
        return pick({"10.0.0.0/8",
                     "10.1.0.0/16",
                     "10.1.2.3",
                     "10.1.9.9/16",
                     "0.0.0.0/0",
                     "2001:db8::/32",
                     "2001:db8:0:0::1",
                     "::/0"});
    }
    if (kind == "binary") {
        return pick({"YQ==", "YWI=", "eg=="});
    }
    const bool variables = profile_ == Profile::variables ||
                           profile_ == Profile::variables_tested ||
                           profile_ == Profile::everything || profile_ == Profile::defaults;
    if (variables && !one_in(3)) {
        const bool single = profile_ == Profile::everything || profile_ == Profile::defaults;
        std::string other = pick({"k:v", "k:v", single ? "k:v" : "k:w"});
        if (other == key || (profile_ == Profile::variables_tested && one_in(3))) {
            other = key == "k:a" ? "k:b" : "k:a";
        }
        const std::string one = variable(other);
        if (kind == "arn") {
            return "arn:aws:s::" + pick({"*", "", "a"}) + ':' + one + pick({"", "*"});
        }
        return pick({"", "", "", "", "a", "*"}) + one + pick({"", "", "", "", "*", "b"});
    }
    if (variables && one_in(8)) {
        return pick({"${*}", "${?}", "a${*}", "${$}"});
    }
    if (kind == "arn") {
        return pick({"arn:aws:s:::a",
                     "arn:aws:s:::a*",
                     "arn:*:s:::*",
                     "arn:aws:s::*:a",
                     "arn:aws:s:::*b",
                     "arn:aws:s:::a:*",
                     "arn:aws:s",
                     "arn:aws:*",
                     "arn:aws:s::?:a?"});
    }
    const bool globs = comparison.find("Like") != std::string_view::npos;
    return globs ? pick({"a*", "*b", "?", "a?", "*", "a", "*a*", "a*b", "**", "?*", "b"})
                 : pick({"a", "b", "ab", "A", "", "a*", "true"});
}

namespace {

std::string kind_of_known(const std::string& key) {
    return key == "aws:EpochTime" || key == "aws:CurrentTime" ? "date"
           : key == "aws:SecureTransport" || key == "k:t"     ? "bool"
           : key == "aws:SourceIp" || key == "k:i"            ? "address"
           : key.ends_with("Arn")                             ? "arn"
                                                              : "string";
}

} // namespace

Test Generator::test() {
    std::string key = pick({"k:a", "k:a", "k:b"});
    std::string kind = "string";
    switch (profile_) {
    case Profile::points:
        key = pick({"k:n", "k:d", "k:t", "k:i", "k:x"});
        break;
    case Profile::arns:
        key = pick({"k:r", "k:r", "k:q"});
        break;
    case Profile::variables_tested:
        key = pick({"k:a", "k:a", "k:v", "k:v"});
        break;
    case Profile::sets:
        key = pick({"k:a", "k:a", "k:a", "k:b", "k:n"});
        break;
    case Profile::mixed:
        kind = pick({"string", "number", "date", "bool", "address", "binary", "arn"});
        break;
    case Profile::everything:
        key = pick({"k:a", "k:a", "k:a", "k:n", "k:r", "k:t"});
        break;
    case Profile::known_keys:
    case Profile::instants:
    case Profile::known_arns:
        key = known_key();
        break;
    case Profile::defaults:
        key = pick({"k:a", "k:a", "k:v"});
        break;
    case Profile::plain:
    case Profile::globs:
    case Profile::conditions:
    case Profile::variables:
    case Profile::principals:
    case Profile::short_arns:
        break;
    }
    if (profile_ == Profile::known_keys || profile_ == Profile::instants ||
        profile_ == Profile::known_arns) {
        kind = kind_of_known(key);
        kind = kind == "date" && one_in(2) ? "number" : kind;
        kind = kind != "date" && kind != "number" && one_in(4) ? "string" : kind;
    } else if (profile_ != Profile::mixed) {
        kind = key == "k:n"                   ? "number"
               : key == "k:d"                 ? "date"
               : key == "k:t"                 ? "bool"
               : key == "k:i"                 ? "address"
               : key == "k:x"                 ? "binary"
               : key == "k:r" || key == "k:q" ? "arn"
                                              : "string";
    }
    Test test{comparison(kind), key, {}};
    const std::size_t count = one_in(3) ? 2 + below(2) : 1;
    for (std::size_t i = 0; i < count; ++i) {
        add_once(test.values, value(kind, test.comparison, key));
    }
    if (one_in(12)) {
        test.key[0] = key[0] == 'k' ? 'K' : 'A';
    }
    return test;
}

// Never two tests of one operator and key, letter for letter: their JSON would repeat a member.
void Generator::add_test(Rule& rule) {
    Test added = test();
    const bool there = std::ranges::any_of(rule.tests, [&](const Test& other) {
        return other.comparison == added.comparison && other.key == added.key;
    });
    if (!there) {
        rule.tests.push_back(std::move(added));
    }
}

} // namespace polhist::judge
