#include "judge/generator.h"

#include <algorithm>

namespace polhist::judge {

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

} // namespace polhist::judge
