#include "judge/shrink.h"

#include "judge/pattern.h"

#include <algorithm>

namespace polhist::judge {
namespace {

using Candidates = std::vector<Pair>;

// Each way to leave one entry out of a list, keeping at least `least`.
template <typename List, typename Emit>
void drop_each(const List& list, std::size_t least, const Emit& emit) {
    for (std::size_t i = 0; list.size() > least && i < list.size(); ++i) {
        List shorter = list;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
        emit(std::move(shorter));
    }
}

// Each way to take one character out of one text.
template <typename Emit>
void shorten_each(const Texts& texts, std::size_t least, const Emit& emit) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const bool variable = texts[i].find("${") != std::string::npos;
        for (std::size_t at = least; !variable && at < texts[i].size(); ++at) {
            Texts shorter = texts;
            shorter[i].erase(at, 1);
            emit(std::move(shorter));
        }
    }
}

template <typename Emit>
void smaller_tests(const Test& test, const Emit& emit) {
    const auto with_values = [&](Texts values) {
        emit({test.comparison, test.key, std::move(values)});
    };
    drop_each(test.values, 1, with_values);
    // Numbers, dates and addresses stay what they are.
    const bool text = test.comparison.find("String") != std::string::npos;
    if (text) {
        shorten_each(test.values, 0, with_values);
    }
    const std::string name = test.comparison;
    if (name.ends_with("IfExists")) {
        emit({name.substr(0, name.size() - 8), test.key, test.values});
    }
    if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
        emit({name.substr(colon + 1), test.key, test.values});
    }
}

// Whether some ARN leaves fields out, which has a meaning of its own.
bool has_short(const Texts& resources) {
    return std::ranges::any_of(resources, [](const std::string& resource) {
        return resource != "*" && fields_of(resource).size() < 6;
    });
}

template <typename Emit>
void smaller_rules(const Rule& rule, const Emit& emit) {
    const auto with = [&](auto Rule::*part) {
        return [&rule, &emit, part](auto value) {
            Rule changed = rule;
            changed.*part = std::move(value);
            emit(std::move(changed));
        };
    };
    drop_each(rule.tests, 0, with(&Rule::tests));
    drop_each(rule.actions, 1, with(&Rule::actions));
    if (rule.has_resources) {
        drop_each(rule.resources, 1, with(&Rule::resources));
    }
    if (rule.has_principals) {
        drop_each(rule.principals, 1, with(&Rule::principals));
        if (rule.has_resources) {
            with (&Rule::has_principals)(false);
        }
    }
    if (rule.not_action) {
        with (&Rule::not_action)(false);
    }
    if (rule.not_resource) {
        with (&Rule::not_resource)(false);
    }
    for (std::size_t i = 0; i < rule.tests.size(); ++i) {
        smaller_tests(rule.tests[i], [&](Test test) {
            auto tests = rule.tests;
            tests[i] = std::move(test);
            with (&Rule::tests)(std::move(tests));
        });
    }
    if (rule.actions != Texts{"s:a"}) {
        with (&Rule::actions)(Texts{"s:a"});
    }
    if (rule.has_resources && rule.resources != Texts{"*"}) {
        with (&Rule::resources)(Texts{"*"});
        shorten_each(rule.resources, 4, [&](Texts shorter) {
            if (has_short(rule.resources) || !has_short(shorter)) {
                with (&Rule::resources)(std::move(shorter));
            }
        });
    }
}

Candidates smaller(const Pair& pair) {
    Candidates found;
    for (auto side : {&Pair::before, &Pair::after}) {
        for (Policy& policy : smaller_policies(pair.*side)) {
            Pair changed = pair;
            changed.*side = std::move(policy);
            found.push_back(std::move(changed));
        }
    }
    return found;
}

// Whether no rule has two tests of one operator and key, which JSON cannot say.
bool is_possible(const Policy& policy) {
    return std::ranges::all_of(policy.rules, [](const Rule& rule) {
        for (std::size_t i = 0; i < rule.tests.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (rule.tests[i].comparison == rule.tests[j].comparison &&
                    rule.tests[i].key == rule.tests[j].key) {
                    return false;
                }
            }
        }
        return true;
    });
}

} // namespace

std::vector<Policy> smaller_policies(const Policy& policy) {
    std::vector<Policy> found;
    const auto emit = [&](Policy smaller) {
        if (is_possible(smaller)) {
            found.push_back(std::move(smaller));
        }
    };
    const auto with_rules = [&](std::vector<Rule> rules) {
        emit({policy.has_variables, std::move(rules)});
    };
    drop_each(policy.rules, 1, with_rules);
    if (!policy.has_variables) {
        emit({true, policy.rules});
    }
    for (std::size_t i = 0; i < policy.rules.size(); ++i) {
        smaller_rules(policy.rules[i], [&](Rule rule) {
            auto rules = policy.rules;
            rules[i] = std::move(rule);
            with_rules(std::move(rules));
        });
    }
    return found;
}

Pair shrink(Pair pair, const Fails& fails) {
    for (bool smaller_found = true; smaller_found;) {
        smaller_found = false;
        for (Pair& candidate : smaller(pair)) {
            if (fails(candidate)) {
                pair = std::move(candidate);
                smaller_found = true;
                break;
            }
        }
    }
    return pair;
}

} // namespace polhist::judge
