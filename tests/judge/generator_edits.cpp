// The second policy of a pair: the first with a few edits.

#include "judge/generator.h"

#include <algorithm>

namespace polhist::judge {
namespace {

constexpr std::size_t most_rules = 4; // of one policy

template <typename T>
void erase_at(std::vector<T>& values, std::size_t at) {
    values.erase(values.begin() + static_cast<std::ptrdiff_t>(at));
}

} // namespace

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
