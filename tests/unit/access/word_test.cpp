#include "access/automaton.h"
#include "access/word.h"
#include "properties/rewriter.h"

#include <doctest/doctest.h>

#include <deque>
#include <initializer_list>

namespace polhist::access {
namespace {

constexpr std::size_t enough = 1'000'000'000;

// A problem that owns its patterns.
class Problem {
public:
    void require(std::initializer_list<std::string_view> patterns, Reading reading) {
        std::vector<const Pattern*>& clause = problem_.clauses.emplace_back();
        for (const std::string_view pattern : patterns) {
            clause.push_back(kept(pattern, reading));
        }
    }

    void alternative(std::string_view pattern, Reading reading) {
        problem_.clauses.back().push_back(kept(pattern, reading));
    }

    void forbid(std::string_view pattern, Reading reading) {
        problem_.negatives.push_back(kept(pattern, reading));
    }

    [[nodiscard]] const WordProblem& get() const { return problem_; }

private:
    const Pattern* kept(std::string_view pattern, Reading reading) {
        return &patterns_.emplace_back(compile(pattern, reading, false));
    }

    std::deque<Pattern> patterns_;
    WordProblem problem_;
};

TEST_CASE("a word that two patterns share is joined of their pieces") {
    struct Row {
        std::string_view left;
        std::string_view right;
        std::string_view word; // empty: there is none
    };

    constexpr Row rows[] = {
        {"a/*/stages/*", "a/*/authorizers", "a/example/stages/example/authorizers"},
        {"a/*/authorizers", "a/*/stages/*", "a/example/stages/example/authorizers"},
        {"a*:b/*", "a*:c", "aexample:b/example:c"},
        {"ab*x*", "a*y*", "abexamplexexampleexampleyexample"},
        {"*:one", "two:*", "two:exampleexample:one"},
        {"a*b", "a*c", ""},
        {"a*", "b*", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.left);
        CAPTURE(row.right);
        Problem problem;
        problem.require({row.left}, Reading::glob);
        problem.require({row.right}, Reading::glob);
        Budget budget(enough);
        const Word word = find_word(problem.get(), budget);
        CHECK(word.search == (row.word.empty() ? Search::none : Search::found));
        CHECK(word.text == row.word);
    }
}

TEST_CASE("what is tried before the automaton comes to the same answer, or in haste to none") {
    properties::Rewriter random(20);
    const auto pattern = [&] {
        std::string text;
        for (std::size_t left = random.below(7); left > 0; --left) {
            text += "ab:**?"[random.below(6)];
        }
        // Fields, so that some are no ARN of six and match nothing, and some are.
        return random.below(3) == 0 ? "a:*:b:*:" + text : text;
    };
    const auto reading = [&] { return random.below(3) == 0 ? Reading::arn : Reading::glob; };
    std::size_t found = 0;
    std::size_t none = 0;
    std::size_t hurried = 0;
    for (int i = 0; i < 20'000; ++i) {
        Problem problem;
        for (std::size_t left = 1 + random.below(3); left > 0; --left) {
            problem.require({}, Reading::glob);
            for (std::size_t one = 1 + random.below(3); one > 0; --one) {
                problem.alternative(pattern(), reading());
            }
        }
        for (std::size_t left = random.below(4); left > 0; --left) {
            problem.forbid(pattern(), reading());
        }
        Budget quick(enough);
        Budget slow(enough);
        const Word word = find_word(problem.get(), quick);
        // An impossible pattern holds tokens that the automaton would read.
        WordProblem possible = problem.get();
        const auto impossible = [](const Pattern* one) { return one->impossible; };
        bool open = true;
        for (auto& clause : possible.clauses) {
            std::erase_if(clause, impossible);
            open = open && !clause.empty();
        }
        std::erase_if(possible.negatives, impossible);
        const Search search = open ? shortest_word(possible, slow).search : Search::none;
        REQUIRE(word.search == search);
        Budget scarce(1 + random.below(40));
        const Search hasty = find_word(problem.get(), scarce).search;
        REQUIRE((hasty == search || hasty == Search::gave_up));
        hurried += hasty == Search::gave_up ? 1U : 0U;
        if (search == Search::found) {
            Steps endless;
            REQUIRE(is_solution(problem.get(), word.text, endless));
            ++found;
        } else {
            ++none;
        }
    }
    CHECK(found > 2'000);
    CHECK(none > 2'000);
    CHECK(hurried > 200);
}

} // namespace
} // namespace polhist::access
