#include "access/action_index.h"
#include "access/glob.h"
#include "policy/document.h"
#include "properties/rewriter.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace polhist::access {
namespace {

using Texts = std::vector<std::string>;

// Statements of patterns over few letters, so that they overlap.
std::vector<Texts> random_statements(properties::Rewriter& random) {
    std::vector<Texts> statements(1 + random.below(4));
    for (Texts& patterns : statements) {
        for (std::size_t left = random.below(12); left > 0; --left) {
            std::string pattern;
            for (std::size_t letters = 1 + random.below(2); letters > 0; --letters) {
                pattern += "aB*b"[random.below(4)];
            }
            pattern += ':';
            for (std::size_t letters = 1 + random.below(4); letters > 0; --letters) {
                pattern += "abA*?"[random.below(5)];
            }
            patterns.push_back(random.below(12) == 0 ? "*" : pattern);
        }
        const auto less = [](const std::string& a, const std::string& b) {
            return policy::compare_folded(a, b) < 0;
        };
        std::ranges::sort(patterns, less);
    }
    return statements;
}

std::vector<ActionPatterns> all_of(const std::vector<Texts>& statements) {
    std::vector<ActionPatterns> patterns;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        patterns.push_back({&statements[i], i % 3 == 2, {}});
    }
    return patterns;
}

TEST_CASE("an index of some services tells their actions as one of all does") {
    properties::Rewriter random(7);
    std::size_t told_apart = 0;
    for (int i = 0; i < 500; ++i) {
        const std::vector<Texts> statements = random_statements(random);
        const ActionIndex all(all_of(statements));
        const Services services{"a", "bb"};
        std::vector<ActionPatterns> counted = all_of(statements);
        for (ActionPatterns& patterns : counted) {
            patterns.counted = patterns_of(services, *patterns.patterns);
        }
        const ActionIndex some(std::move(counted));
        for (const std::string action : {"a:a",
                                         "a:b",
                                         "a:aa",
                                         "A:ab",
                                         "a:abab",
                                         "a:bbbb",
                                         "bb:a",
                                         "bb:ba",
                                         "BB:abab",
                                         "bb:baab"}) {
            CAPTURE(action);
            const Met met = all.met_by(action);
            REQUIRE(some.met_by(action) == met);
            told_apart += met.empty() ? 0U : 1U;
        }
    }
    CHECK(told_apart > 1'000);
}

TEST_CASE("an index finds what matching one pattern after another does") {
    properties::Rewriter random(8);
    for (int i = 0; i < 500; ++i) {
        const std::vector<Texts> statements = random_statements(random);
        const ActionIndex index(all_of(statements));
        for (const std::string action : {"a:a", "A:ab", "bb:abb", "ab:Ba", "b:bbbb", "ba:aaaa"}) {
            CAPTURE(action);
            const Met met = index.named_by(action);
            for (std::size_t at = 0; at < statements.size(); ++at) {
                const bool matches =
                    std::ranges::any_of(statements[at], [&](const std::string& pattern) {
                        return matches_action(pattern, action);
                    });
                REQUIRE(met[at] == matches);
            }
        }
    }
}

} // namespace
} // namespace polhist::access
