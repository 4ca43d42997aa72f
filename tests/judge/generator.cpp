#include "judge/generator.h"

#include <algorithm>

namespace polhist::judge {
namespace {

constexpr std::size_t most_rules = 4; // of one policy

template <typename T>
void erase_at(std::vector<T>& values, std::size_t at) {
    values.erase(values.begin() + static_cast<std::ptrdiff_t>(at));
}

template <typename T>
void add_once(std::vector<T>& values, T value) {
    if (std::ranges::find(values, value) == values.end()) {
        values.push_back(std::move(value));
    }
}

} // namespace

std::string Generator::pick(std::initializer_list<const char*> choices) {
    return *(choices.begin() + below(choices.size()));
}

std::string Generator::action() {
    switch (profile_) {
    case Profile::plain:
        return pick({"*", "s:*", "s:a", "s:b", "s:ab", "z:a", "S:A", "ss:a"});
    case Profile::globs:
    case Profile::everything:
        return pick({"*",
                     "s:*",
                     "s:a*",
                     "s:?",
                     "s:*b",
                     "s:a?",
                     "*:a",
                     "s:a",
                     "s:b",
                     "s*:a",
                     "?:a*",
                     "s:*a*",
                     "s:a*b",
                     "S:A*",
                     "s:a b",
                     "*:*",
                     "s:ab"});
    case Profile::conditions:
    case Profile::points:
    case Profile::arns:
    case Profile::sets:
    case Profile::variables:
    case Profile::variables_tested:
    case Profile::mixed:
    case Profile::principals:
    case Profile::known_keys:
    case Profile::instants:
    case Profile::known_arns:
    case Profile::short_arns:
    case Profile::defaults:
        break;
    }
    return pick({"s:a", "s:a", "s:b", "s:*"});
}

std::string Generator::resource_field(std::size_t longest) {
    const bool globs = profile_ == Profile::globs || profile_ == Profile::everything;
    std::string text;
    const std::size_t length = 1 + below(longest);
    for (std::size_t i = 0; i < length; ++i) {
        text += globs ? pick({"a", "b", "*", "?", "*", "a"}) : pick({"a", "b", "*"});
    }
    return text;
}

std::string Generator::resource() {
    const bool variables = profile_ == Profile::variables ||
                           profile_ == Profile::variables_tested || profile_ == Profile::defaults;
    if (profile_ == Profile::short_arns) {
        return short_resource();
    }
    if (variables && !one_in(3)) {
        const std::string one =
            variable(pick({"k:v", "k:v", profile_ == Profile::defaults ? "k:v" : "k:w"}));
        const std::string rest = pick({"%", "%*", "a%", "*%", "%:a", "%:*", "a*%", "%%", "%?"});
        std::string text = pick({"arn:aws:s:::", "arn:aws:s:::", "arn:aws:s::a:", "arn:*:s:::"});
        for (const char byte : rest) {
            text += byte == '%' ? one : std::string(1, byte);
        }
        return one_in(8) ? "arn:aws:s::" + one + ":a*" : text;
    }
    if (profile_ == Profile::plain) {
        return pick({"*", "arn:aws:s:::a", "arn:aws:s:::b", "arn:aws:s:::*", "arn:aws:s::a:a"});
    }
    if (profile_ == Profile::globs || profile_ == Profile::everything) {
        switch (below(8)) {
        case 0:
            return "*";
        case 1:
            return "arn:" + pick({"*", "*:*:*:*:*:", "aws:*", "aws:s*", "*s::", "*:a"}) +
                   (one_in(2) ? resource_field(2) : "");
        case 2:
            return "arn:aws:s::" + pick({"*", "a", "?", "a*", "b"}) + ':' + resource_field(2);
        case 3:
            return "arn:aws:s:::" + resource_field(2) + ':' + resource_field(1);
        default:
            return "arn:aws:s:::" + resource_field(3);
        }
    }
    return pick({"*", "*", "arn:aws:s:::a", "arn:aws:s:::a*", "arn:aws:s:::b", "arn:aws:s:::*"});
}

Name Generator::principal() {
    switch (below(8)) {
    case 0:
        return {"AWS", "*"};
    case 1:
        return {"Service", pick({"a.amazonaws.com", "b.amazonaws.com"})};
    case 2:
        return one_in(2) ? Name{"Federated", "a.example.com"} : Name{"CanonicalUser", "a"};
    default:
        return {"AWS",
                pick({"111111111111",
                      "arn:aws:iam::111111111111:root",
                      "arn:aws:iam::111111111111:user/a",
                      "arn:aws:iam::111111111111:role/a",
                      "arn:aws:iam::111111111111:role/p/b",
                      "arn:aws:sts::111111111111:assumed-role/a/x",
                      "arn:aws:sts::111111111111:assumed-role/b/x",
                      "arn:aws:sts::111111111111:federated-user/a",
                      "arn:aws:iam::111111111111:user/*",
                      "222222222222",
                      "arn:aws:iam::222222222222:role/a",
                      "arn:aws:iam::222222222222:user/a"})};
    }
}

// A caller with some links of its chain, or any names.
std::vector<Name> Generator::principals() {
    const auto aws = [](std::initializer_list<const char*> values) {
        std::vector<Name> names;
        for (const char* value : values) {
            names.push_back({"AWS", value});
        }
        return names;
    };
    std::vector<Name> names;
    switch (below(9)) {
    case 0:
        names = aws({"111111111111", "arn:aws:iam::111111111111:user/a"});
        break;
    case 1:
        names = aws({"111111111111",
                     "arn:aws:iam::111111111111:role/a",
                     "arn:aws:sts::111111111111:assumed-role/a/x"});
        break;
    case 2:
        names =
            aws({"arn:aws:iam::111111111111:role/a", "arn:aws:sts::111111111111:assumed-role/a/x"});
        break;
    case 3:
        names =
            aws({"arn:aws:iam::111111111111:root", "arn:aws:sts::111111111111:assumed-role/a/x"});
        break;
    default:
        names = {principal()};
    }
    if (one_in(3)) {
        add_once(names, principal());
    }
    return names;
}

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
    const bool sets = profile_ == Profile::sets ? !one_in(3)
                      : profile_ == Profile::known_keys
                          ? one_in(2)
                          : profile_ == Profile::everything && one_in(4);
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

Rule Generator::rule() {
    Rule rule;
    rule.deny = one_in(4);
    rule.not_action = one_in(8);
    rule.not_resource = one_in(8);
    for (std::size_t i = 0, count = 1 + below(2); i < count; ++i) {
        add_once(rule.actions, action());
    }
    for (std::size_t i = 0, count = 1 + below(2); i < count; ++i) {
        add_once(rule.resources, resource());
    }
    const bool named =
        profile_ == Profile::principals || (profile_ == Profile::everything && one_in(8));
    if (named && !one_in(10)) {
        rule.has_principals = true;
        rule.not_principal = one_in(2);
        rule.has_resources = !one_in(4);
        rule.principals = principals();
        if (!rule.has_resources) {
            rule.resources.clear();
            rule.not_resource = false;
        }
    }
    const bool tested = profile_ != Profile::plain && profile_ != Profile::globs;
    const std::size_t most = profile_ == Profile::principals ? 2 : 3;
    for (std::size_t i = 0, count = tested ? below(most) : 0; i < count; ++i) {
        add_test(rule);
    }
    return rule;
}

Policy Generator::policy() {
    Policy policy;
    policy.has_variables = !one_in(20);
    const std::size_t count = 1 + below(3);
    for (std::size_t i = 0; i < count; ++i) {
        policy.rules.push_back(rule());
    }
    return policy;
}

void Generator::mutate_values(Rule& rule) {
    if (rule.tests.empty()) {
        add_test(rule);
        return;
    }
    const std::size_t at = below(rule.tests.size());
    Test& test = rule.tests[at];
    switch (below(4)) {
    case 0:
        erase_at(rule.tests, at);
        break;
    case 1:
        if (test.values.size() > 1) {
            erase_at(test.values, below(test.values.size()));
        }
        break;
    default:
        // A value that some other test could have had; kinds of a key stay.
        for (int i = 0; i < 10; ++i) {
            const Test other = this->test();
            if (lower(other.key) == lower(test.key)) {
                if (one_in(2)) {
                    add_once(test.values, other.values.front());
                } else if (std::ranges::none_of(rule.tests, [&](const Test& one) {
                               return one.comparison == other.comparison && one.key == test.key;
                           })) {
                    test.comparison = other.comparison;
                    test.values = other.values;
                }
                break;
            }
        }
    }
}

void Generator::mutate(Rule& rule) {
    const auto edit = [&](auto& values, auto fresh) {
        const std::size_t at = below(values.size());
        if (one_in(2) && values.size() > 1) {
            erase_at(values, at);
        } else if (one_in(2)) {
            add_once(values, std::move(fresh));
        } else {
            values[at] = std::move(fresh);
            std::ranges::sort(values);
            values.erase(std::unique(values.begin(), values.end()), values.end());
        }
    };
    switch (below(8)) {
    case 0:
    case 1:
        edit(rule.actions, action());
        break;
    case 2:
    case 3:
        if (rule.has_resources) {
            edit(rule.resources, resource());
        }
        break;
    case 4:
        if (rule.has_principals) {
            edit(rule.principals, principal());
            rule.not_principal ^= one_in(6);
        }
        break;
    case 5:
        (one_in(2) ? rule.not_action : rule.not_resource) ^= rule.has_resources;
        break;
    default:
        if (profile_ != Profile::plain && profile_ != Profile::globs) {
            mutate_values(rule);
        } else {
            edit(rule.actions, action());
        }
    }
}

void Generator::mutate(Policy& policy) {
    const std::size_t at = below(policy.rules.size());
    switch (below(8)) {
    case 0:
        if (policy.rules.size() < most_rules) {
            policy.rules.push_back(rule());
        }
        break;
    case 1:
        if (policy.rules.size() > 1) {
            erase_at(policy.rules, at);
        }
        break;
    case 2:
        // The same rule once more, and one of the two narrowed.
        if (policy.rules.size() < most_rules) {
            policy.rules.push_back(policy.rules[at]);
            mutate(policy.rules.back());
        }
        break;
    case 3:
        std::swap(policy.rules.front(), policy.rules[at]);
        break;
    default:
        mutate(policy.rules[at]);
    }
}

Pair Generator::pair() {
    Pair pair;
    pair.before = policy();
    if (one_in(4)) {
        pair.after = policy();
        return pair;
    }
    pair.after = pair.before;
    for (std::size_t i = 0, count = 1 + below(3); i < count; ++i) {
        mutate(pair.after);
    }
    if (one_in(2)) {
        std::swap(pair.before, pair.after);
    }
    return pair;
}

} // namespace polhist::judge
