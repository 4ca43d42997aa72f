#include "access/word.h"

#include "access/automaton.h"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <span>

namespace polhist::access {
namespace {

using Kind = Token::Kind;
using Clause = std::vector<const Pattern*>;

constexpr std::array<std::string_view, 3> fillers{"example", "x", ""};

char upper(char byte) {
    return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 32) : byte;
}

// Whether no text, in the place of one token each, suits both.
bool clash(const Token& left, const Token& right) {
    if (left.kind == Kind::digit || right.kind == Kind::digit) {
        const Token& other = left.kind == Kind::digit ? right : left;
        return is_fixed(other) && (other.byte < '0' || other.byte > '9');
    }
    if (is_fixed(left) && is_fixed(right)) {
        const bool folds = left.kind == Kind::either_case || right.kind == Kind::either_case;
        return folds ? upper(left.byte) != upper(right.byte) : left.byte != right.byte;
    }
    return false;
}

// Whether the fixed characters before the first star, or after the last, rule out that one word
// matches both. Sound, and enough for nearly all patterns of real policies.
bool clash(const Pattern& left, const Pattern& right, Steps& steps) {
    const auto is_open = [](const Token& token) {
        return is_star(token) || token.kind == Kind::unknown;
    };
    const auto differ = [&](auto a, auto a_end, auto b, auto b_end) {
        for (; a != a_end && b != b_end && !is_open(*a) && !is_open(*b); ++a, ++b) {
            if (!steps.take(1)) {
                return false;
            }
            if (clash(*a, *b)) {
                return true;
            }
        }
        // One is a text of a fixed length that the other goes beyond.
        const bool a_done = a == a_end;
        const bool b_done = b == b_end;
        return (a_done && !b_done && !is_open(*b)) || (b_done && !a_done && !is_open(*a));
    };
    const auto& a = left.tokens;
    const auto& b = right.tokens;
    return left.impossible || right.impossible || differ(a.begin(), a.end(), b.begin(), b.end()) ||
           differ(a.rbegin(), a.rend(), b.rbegin(), b.rend());
}

// Whether a pattern clashes with every alternative of some clause other than its own.
bool is_ruled_out(const Pattern& pattern,
                  const std::vector<Clause>& clauses,
                  const Clause* own,
                  Steps& steps) {
    return std::ranges::any_of(clauses, [&](const Clause& clause) {
        return &clause != own && std::ranges::all_of(clause, [&](const Pattern* one) {
            return steps.take(1) && clash(*one, pattern, steps);
        });
    });
}

// The clause with the fewest ways to be matched, if all of them are literals.
const Clause* literal_clause(const WordProblem& problem) {
    const Clause* best = nullptr;
    for (const Clause& clause : problem.clauses) {
        const bool literal = std::ranges::all_of(
            clause, [](const Pattern* pattern) { return is_literal(*pattern); });
        if (literal && (best == nullptr || clause.size() < best->size())) {
            best = &clause;
        }
    }
    return best;
}

bool folds_case(const Pattern& pattern) {
    return std::ranges::any_of(pattern.tokens,
                               [](const Token& token) { return token.kind == Kind::either_case; });
}

// Drops patterns that another one of their clause contains. Quadratic, so only for short clauses.
void drop_contained(Clause& clause, Steps& steps) {
    constexpr std::size_t most = 16;
    if (clause.size() > most) {
        return;
    }
    for (std::size_t i = 0; i < clause.size(); ++i) {
        for (std::size_t j = clause.size(); j-- > 0;) {
            if (i != j && contains(*clause[i], *clause[j], steps)) {
                clause.erase(clause.begin() + static_cast<std::ptrdiff_t>(j));
                i -= j < i ? 1 : 0;
            }
        }
    }
}

// The patterns of a clause from a place on, so many at most.
std::span<const Pattern* const> some_of(const Clause& clause, std::size_t from, std::size_t most) {
    const auto rest = std::span(clause).subspan(std::min(from, clause.size()));
    return rest.first(std::min(most, rest.size()));
}

// A word that looks like one of these patterns of some clause, with something usual for its stars,
// if one is an answer.
std::optional<std::string>
usual_word(const WordProblem& problem, std::size_t from, std::size_t most, Steps& steps) {
    for (const Clause& clause : problem.clauses) {
        for (const Pattern* pattern : some_of(clause, from, most)) {
            for (const std::string_view filler : fillers) {
                std::string text = example(*pattern, filler);
                if (is_solution(problem, text, steps)) {
                    return text;
                }
            }
            if (steps.ran_out()) {
                return std::nullopt;
            }
        }
    }
    return std::nullopt;
}

std::string example(std::span<const Token> tokens, std::string_view filler) {
    constexpr std::string_view digits = "111122223333";
    std::string text;
    std::size_t run = 0; // digits so far
    for (const Token& token : tokens) {
        run = token.kind == Kind::digit ? run + 1 : 0;
        if (is_star(token)) {
            text += filler;
        } else if (run > 0) {
            text += digits[(run - 1) % digits.size()];
        } else {
            text += is_fixed(token) ? token.byte : 'x';
        }
    }
    return text;
}

// The place behind the last star of some tokens; 0 where they have none.
std::size_t behind_last_star(std::span<const Token> tokens) {
    const auto star = std::ranges::find_if(tokens.rbegin(), tokens.rend(), is_star);
    return static_cast<std::size_t>(tokens.rend() - star);
}

// A word that most likely matches two patterns with stars: what they begin with alike (else the
// longer beginning), the pieces of one, those of the other, and the longer end. What a pattern has
// no piece for, its stars take.
std::string joined(const Pattern& left, const Pattern& right, std::string_view filler) {
    const std::array<std::span<const Token>, 2> tokens{left.tokens, right.tokens};
    const auto same = static_cast<std::size_t>(std::ranges::mismatch(tokens[0], tokens[1]).in1 -
                                               tokens[0].begin());
    const std::size_t shared = behind_last_star(tokens[0].first(same));
    std::string middle;
    std::span<const Token> beginning = tokens[0].first(shared);
    std::span<const Token> end;
    for (const std::span<const Token> one : tokens) {
        const auto star = std::ranges::find_if(one, is_star);
        const auto first = shared > 0 ? shared : static_cast<std::size_t>(star - one.begin());
        const std::size_t last = std::max(first, behind_last_star(one));
        beginning = first > beginning.size() ? one.first(first) : beginning;
        middle += example(one.subspan(first, last - first), filler);
        end = one.size() - last > end.size() ? one.subspan(last) : end;
    }
    return example(beginning, filler) + middle + example(end, filler);
}

// A word joined of patterns of two clauses, if one is an answer; only the first pairs are tried.
std::optional<std::string>
joined_word(const WordProblem& problem, const Clause& first, const Clause& second, Steps& steps) {
    constexpr std::size_t most = 8;
    for (const Pattern* left : some_of(first, 0, most)) {
        for (const Pattern* right : some_of(second, 0, most)) {
            if (is_literal(*left) || is_literal(*right) || clash(*left, *right, steps)) {
                continue;
            }
            for (const std::string_view filler : fillers) {
                std::string text = joined(*left, *right, filler);
                if (is_solution(problem, text, steps)) {
                    return text;
                }
            }
        }
    }
    return std::nullopt;
}

std::optional<std::string> joined_word(const WordProblem& problem, Steps& steps) {
    for (const Clause& first : problem.clauses) {
        for (const Clause& second : problem.clauses) {
            auto text =
                &first == &second ? std::nullopt : joined_word(problem, first, second, steps);
            if (text) {
                return text;
            }
        }
    }
    return std::nullopt;
}

// What trying words comes to, and what no word can be left to; nothing where that is not enough.
std::optional<Word> tried(WordProblem& problem, Steps& steps) {
    if (!simplify(problem, steps)) {
        return Word{};
    }
    if (is_solution(problem, fillers.front(), steps)) {
        return Word{Search::found, std::string(fillers.front())};
    }
    if (const Clause* clause = literal_clause(problem)) {
        bool exact = true;
        for (const Pattern* pattern : *clause) {
            std::string text = literal_text(*pattern);
            if (is_solution(problem, text, steps)) {
                return Word{Search::found, std::move(text)};
            }
            if (steps.ran_out()) {
                break;
            }
            exact = exact && !folds_case(*pattern);
        }
        if (exact && !steps.ran_out()) {
            return Word{};
        }
    }
    constexpr std::size_t usually = 64;
    auto text = usual_word(problem, 0, usually, steps);
    if (!text) {
        text = joined_word(problem, steps);
    }
    if (!text) {
        text = usual_word(problem, usually, SIZE_MAX, steps);
    }
    if (text) {
        return Word{Search::found, std::move(*text)};
    }
    for (Clause& clause : problem.clauses) {
        drop_contained(clause, steps);
    }
    drop_contained(problem.negatives, steps);
    return std::nullopt;
}

// The problem with one pattern that holds unknowns in the place of clause `at`, and those of the
// other clauses opened.
Search
with_primary(const WordProblem& problem, std::size_t at, const Pattern* primary, Budget& budget) {
    WordProblem narrowed = problem;
    std::deque<Pattern> kept;
    for (std::size_t i = 0; i < narrowed.clauses.size(); ++i) {
        if (i == at) {
            narrowed.clauses[i] = {primary};
            continue;
        }
        for (const Pattern*& pattern : narrowed.clauses[i]) {
            if (has_unknowns(*pattern)) {
                pattern = &kept.emplace_back(opened(*pattern));
            }
        }
    }
    if (!has_unknowns(*primary)) {
        std::erase_if(narrowed.negatives,
                      [](const Pattern* pattern) { return has_unknowns(*pattern); });
        return find_word(std::move(narrowed), budget).search;
    }
    Steps steps(budget);
    if (!simplify(narrowed, steps)) {
        return Search::none;
    }
    steps.settle();
    return shortest_word(narrowed, budget).search;
}

} // namespace

bool simplify(WordProblem& problem, Steps& steps) {
    std::erase_if(problem.negatives, [](const Pattern* negative) { return negative->impossible; });
    for (Clause& clause : problem.clauses) {
        std::erase_if(clause, [&](const Pattern* pattern) {
            return pattern->impossible ||
                   (!steps.ran_out() &&
                    std::ranges::any_of(problem.negatives, [&](const Pattern* negative) {
                        return contains(*negative, *pattern, steps);
                    }));
        });
        if (clause.empty()) {
            return false;
        }
    }
    for (Clause& clause : problem.clauses) {
        std::erase_if(clause, [&](const Pattern* pattern) {
            return is_ruled_out(*pattern, problem.clauses, &clause, steps);
        });
        if (clause.empty()) {
            return false;
        }
    }
    std::erase_if(problem.negatives, [&](const Pattern* negative) {
        return is_ruled_out(*negative, problem.clauses, nullptr, steps);
    });
    return true;
}

bool is_solution(const WordProblem& problem, std::string_view word, Steps& steps) {
    const auto matched = [&](const Pattern* pattern) { return matches(*pattern, word, steps); };
    return std::ranges::all_of(
               problem.clauses,
               [&](const Clause& clause) { return std::ranges::any_of(clause, matched); }) &&
           std::ranges::none_of(problem.negatives, matched) && !steps.ran_out();
}

bool is_literal(const Pattern& pattern) {
    return std::ranges::all_of(pattern.tokens, is_fixed);
}

std::string example(const Pattern& pattern, std::string_view filler) {
    return example(std::span(pattern.tokens), filler);
}

std::string literal_text(const Pattern& pattern) {
    return example(pattern, "");
}

Word find_word(WordProblem problem, Budget& budget) {
    Steps steps(budget);
    std::optional<Word> word;
    if (!steps.ran_out()) {
        word = tried(problem, steps);
    }
    const bool spent = steps.ran_out();
    steps.settle();
    if (word) {
        return std::move(*word);
    }
    return spent ? Word{Search::gave_up, {}} : shortest_word(problem, budget);
}

Search may_find_word(WordProblem problem, Budget& budget) {
    bool some = false;
    for (std::size_t i = 0; i < problem.clauses.size(); ++i) {
        const Clause& clause = problem.clauses[i];
        if (std::ranges::none_of(clause, [](const Pattern* p) { return has_unknowns(*p); })) {
            continue;
        }
        some = true;
        const bool none = std::ranges::all_of(clause, [&](const Pattern* primary) {
            return with_primary(problem, i, primary, budget) == Search::none;
        });
        if (none) {
            return Search::none;
        }
    }
    if (some) {
        return Search::found;
    }
    std::erase_if(problem.negatives, [](const Pattern* pattern) { return has_unknowns(*pattern); });
    return find_word(std::move(problem), budget).search;
}

} // namespace polhist::access
