#include "judge/key_states.h"

#include "judge/alphabet.h"
#include "judge/evaluator.h"

#include <algorithm>
#include <set>

namespace polhist::judge {
namespace {

// Which operators test a key, and with which values.
struct Use {
    std::set<std::string> bases;
    Texts wanted;
    bool set_operator = false;
    bool is_variable = false;
    bool meets_variable = false; // a test of it has variables
    bool arn = false;
    bool whole_arn = false; // the value of a variable is all of an ARN
};

Texts values_for(const Use& use, const std::string& key, Kind kind, bool several) {
    const bool few = use.is_variable || use.meets_variable;
    if (kind != Kind::text) {
        return values_of(kind, key, few);
    }
    Texts values = use.whole_arn ? values_of(Kind::arn, key, few) : Texts{};
    bool strings = use.bases.empty();
    const bool arns_only = std::ranges::all_of(
        use.bases, [](const std::string& base) { return base.starts_with("arn"); });
    for (const std::string& base : use.bases) {
        const Texts* more = base.starts_with("numeric") ? &numbers()
                            : base.starts_with("date")  ? &dates()
                            : base.starts_with("ip")    ? &addresses()
                            : base.starts_with("arn")   ? &arns()
                                                        : nullptr;
        if (more != nullptr) {
            values.insert(values.end(), more->begin(), more->end());
        }
        strings = strings || base.starts_with("string") || base.starts_with("arn") ||
                  base.starts_with("binary") || (base == "bool" && use.is_variable);
    }
    if (use.bases.contains("bool")) {
        values.insert(values.end(), {"true", "false"});
    }
    if (strings) {
        static const Texts many = words("abz", 4);
        static const Texts letters{"", "a", "b", "z", "ab", "az"};
        const Texts& some = few || use.arn || arns_only ? letters : many;
        values.insert(values.end(), some.begin(), some.end());
        for (const std::string& wanted : use.wanted) {
            const bool usual = wanted.find_first_not_of("ab*?") == std::string::npos;
            const Texts more = usual ? Texts{wanted} : literals_of(wanted);
            values.insert(values.end(), more.begin(), more.end());
        }
    }
    sort_unique(values);
    if (use.set_operator || several) {
        std::erase(values, "");
    }
    return values;
}

// The sets of up to three values.
void add_sets(const Texts& values, std::vector<Texts>& out) {
    const bool three = values.size() <= 14;
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = i + 1; j < values.size(); ++j) {
            out.push_back({values[i], values[j]});
            for (std::size_t k = j + 1; three && k < values.size(); ++k) {
                out.push_back({values[i], values[j], values[k]});
            }
        }
    }
}

} // namespace

KeyStates
states_of(const std::string& key, const std::vector<Watched>& watched, Values values_of_keys) {
    Use use;
    std::vector<std::pair<const Policy*, const Test*>> tests;
    for (const Watched& one : watched) {
        for (const std::string& resource : one.rule->resources) {
            const Texts used = variables_in(resource);
            use.is_variable = use.is_variable || std::ranges::count(used, key) != 0;
            if (std::ranges::count(used, key) != 0) {
                use.wanted.push_back("a");
            }
        }
        for (const Test& test : one.rule->tests) {
            const Comparison comparison = comparison_of(test.comparison);
            const bool tested = lower(test.key) == key;
            if (tested) {
                tests.emplace_back(one.policy, &test);
                use.set_operator = use.set_operator || comparison.for_all || comparison.for_any;
                if (comparison.base != "null") {
                    use.bases.insert(comparison.base);
                }
            }
            for (const std::string& value : test.values) {
                const Texts used = variables_in(value);
                const bool names_it = std::ranges::count(used, key) != 0;
                use.is_variable = use.is_variable || names_it;
                use.meets_variable = use.meets_variable || (tested && !used.empty());
                const bool arn = names_it && comparison.base.starts_with("arn");
                use.arn = use.arn || arn;
                use.whole_arn = use.whole_arn || (arn && value.starts_with("${"));
                if (tested || names_it) {
                    use.wanted.push_back(value);
                }
            }
        }
    }
    KeyStates states{key, {{}}, use.set_operator, Kind::text};
    if (values_of_keys == Values::as_carried) {
        states.kind = kind_of(key, use.bases);
        states.may_have_several = known(key) ? known(key)->is_set : use.set_operator;
    }
    const bool several = states.may_have_several;
    Texts values = values_for(use, key, states.kind, several);
    if (use.is_variable || use.meets_variable) {
        for (const std::string& value : values) {
            states.values.push_back({value});
        }
        if (several) {
            values.resize(std::min<std::size_t>(values.size(), 14));
            add_sets(values, states.values);
        }
        return states;
    }
    // Values that no test tells apart are tried once, or in a set twice.
    Texts bases;
    for (const auto& [policy, test] : tests) {
        bases.push_back(comparison_of(test->comparison).base);
    }
    std::map<std::vector<bool>, Texts> kinds;
    for (const std::string& value : values) {
        std::vector<bool> kind;
        kind.reserve(tests.size());
        for (const auto& [policy, test] : tests) {
            kind.push_back(satisfied_by(*policy, bases[kind.size()], test->values, value, {}));
        }
        Texts& same = kinds[kind];
        if (same.size() < (several ? 2U : 1U)) {
            same.push_back(value);
        }
    }
    Texts reduced;
    for (const auto& [kind, same] : kinds) {
        reduced.insert(reduced.end(), same.begin(), same.end());
    }
    for (const std::string& value : reduced) {
        states.values.push_back({value});
    }
    if (several) {
        add_sets(reduced, states.values);
    }
    std::map<std::vector<bool>, Texts> truths;
    for (const Texts& state : states.values) {
        std::vector<bool> truth;
        truth.reserve(tests.size());
        for (const auto& [policy, test] : tests) {
            truth.push_back(holds(*policy, *test, {{key, state}}));
        }
        truths.try_emplace(truth, state);
    }
    states.values.clear();
    for (const auto& [truth, state] : truths) {
        states.values.push_back(state);
    }
    return states;
}

} // namespace polhist::judge
