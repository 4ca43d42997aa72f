// The truth of one test in each state of its keys, decided once.

#pragma once

#include "judge/evaluator.h"
#include "judge/universe.h"

#include <algorithm>

namespace polhist::judge {

// One test, decided once for each state of its key and of the key that a variable names. A test of
// several values is as many tests of one, for keys that have one value: any of them for a positive
// operator, all for a negated one.
class Table {
public:
    Table(const Policy& policy, const Test& test, Mask bit, const std::vector<KeyStates>& keys)
        : policy_(policy),
          test_(test),
          bit_(bit),
          negated_(comparison_of(test.comparison).negated),
          key_(index_of(lower(test.key), keys)) {
        std::map<std::size_t, Test> by_variable;
        for (const std::string& value : test.values) {
            const Texts names = policy.has_variables ? variables_in(value) : Texts{};
            const std::size_t variable = names.empty() ? key_ : index_of(names.front(), keys);
            for (const std::string& name : names) {
                several_ = several_ || index_of(name, keys) != variable;
            }
            Test& part = by_variable.try_emplace(variable, Test{test.comparison, test.key, {}})
                             .first->second;
            part.values.push_back(value);
        }
        for (auto& [variable, part] : by_variable) {
            const std::size_t size = keys[key_].values.size() * keys[variable].values.size();
            parts_.push_back({variable, std::move(part), std::vector<char>(size, unknown)});
        }
    }

    bool holds(const std::vector<KeyStates>& keys, const std::vector<std::size_t>& at) {
        if (several_ || (parts_.size() > 1 && keys[key_].values[at[key_]].size() > 1)) {
            Context context;
            for (std::size_t i = 0; i < keys.size(); ++i) {
                context[keys[i].key] = keys[i].values[at[i]];
            }
            return judge::holds(policy_, test_, context);
        }
        for (Part& part : parts_) {
            if (holds(part, keys, at) != negated_) {
                return !negated_;
            }
        }
        return negated_;
    }

    [[nodiscard]] Mask bit() const { return bit_; }

private:
    static constexpr char unknown = 2;

    // The values of the test that name one variable, or none.
    struct Part {
        std::size_t variable = 0;
        Test test;
        std::vector<char> truths;
    };

    static std::size_t index_of(const std::string& name, const std::vector<KeyStates>& keys) {
        return static_cast<std::size_t>(std::ranges::find(keys, name, &KeyStates::key) -
                                        keys.begin());
    }

    bool holds(Part& part,
               const std::vector<KeyStates>& keys,
               const std::vector<std::size_t>& at) const {
        char& truth = part.truths[at[key_] * keys[part.variable].values.size() + at[part.variable]];
        if (truth == unknown) {
            Context context;
            context[keys[key_].key] = keys[key_].values[at[key_]];
            context[keys[part.variable].key] = keys[part.variable].values[at[part.variable]];
            truth = judge::holds(policy_, part.test, context) ? 1 : 0;
        }
        return truth == 1;
    }

    const Policy& policy_;
    const Test& test_;
    Mask bit_;
    bool negated_;
    std::size_t key_;
    bool several_ = false;
    std::vector<Part> parts_;
};

} // namespace polhist::judge
