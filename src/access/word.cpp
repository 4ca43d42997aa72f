#include "access/word.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <deque>
#include <unordered_map>

namespace polhist::access {
namespace {

using Kind = Token::Kind;
using State = std::vector<std::uint64_t>;

constexpr unsigned bits = 64;

bool is_star(const Token& token) {
    return token.kind == Kind::star || token.kind == Kind::star_in_field;
}

bool is_fixed(const Token& token) {
    return token.kind == Kind::character || token.kind == Kind::either_case;
}

char upper(char byte) {
    return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 32) : byte;
}

bool accepts(const Token& token, char byte) {
    switch (token.kind) {
    case Kind::character:
        return token.byte == byte;
    case Kind::either_case:
        return token.byte == byte || upper(token.byte) == byte;
    case Kind::any:
    case Kind::star:
        return true;
    case Kind::any_in_field:
    case Kind::star_in_field:
        return byte != ':';
    case Kind::variable:
        break;
    }
    return false;
}

bool may_be_same(const Token& left, const Token& right) {
    if (!is_fixed(left) || !is_fixed(right)) {
        return true;
    }
    return accepts(left, right.byte) || accepts(right, left.byte);
}

// Whether the fixed characters before the first star, or after the last, rule out that one word
// matches both. Sound, and enough for nearly all patterns of real policies.
bool clash(const Pattern& left, const Pattern& right) {
    const auto differ = [](auto a, auto a_end, auto b, auto b_end) {
        for (; a != a_end && b != b_end && !is_star(*a) && !is_star(*b); ++a, ++b) {
            if (!may_be_same(*a, *b)) {
                return true;
            }
        }
        const bool a_done = a == a_end;
        const bool b_done = b == b_end;
        // One is a text of a fixed length that the other goes beyond.
        return (a_done && !b_done && !is_star(*b)) || (b_done && !a_done && !is_star(*a));
    };
    return left.impossible || right.impossible ||
           differ(
               left.tokens.begin(), left.tokens.end(), right.tokens.begin(), right.tokens.end()) ||
           differ(left.tokens.rbegin(),
                  left.tokens.rend(),
                  right.tokens.rbegin(),
                  right.tokens.rend());
}

bool same_tokens(const Pattern& left, const Pattern& right) {
    return std::ranges::equal(left.tokens, right.tokens, [](const Token& a, const Token& b) {
        return a.kind == b.kind && a.byte == b.byte;
    });
}

// Drops alternatives that a negative takes back whole, or that match nothing.
void simplify(WordProblem& problem) {
    for (auto& clause : problem.clauses) {
        std::erase_if(clause, [&](const Pattern* pattern) {
            return pattern->impossible ||
                   std::ranges::any_of(problem.negatives, [&](const Pattern* negative) {
                       return !negative->impossible && same_tokens(*pattern, *negative);
                   });
        });
    }
    std::erase_if(problem.negatives, [&](const Pattern* negative) {
        return std::ranges::any_of(problem.clauses, [&](const auto& clause) {
            return std::ranges::all_of(
                clause, [&](const Pattern* pattern) { return clash(*pattern, *negative); });
        });
    });
}

// A text that a pattern matches, with `filler` for each star.
std::string example(const Pattern& pattern, std::string_view filler) {
    std::string text;
    for (const Token& token : pattern.tokens) {
        if (is_star(token)) {
            text += filler;
        } else {
            text += is_fixed(token) ? token.byte : 'x';
        }
    }
    return text;
}

// All patterns side by side: one bit for each place in each pattern.
class Automaton {
public:
    explicit Automaton(const WordProblem& problem) {
        for (const auto& clause : problem.clauses) {
            for (const Pattern* pattern : clause) {
                runs_.push_back({pattern, size_, clauses_});
                size_ += pattern->tokens.size() + 1;
            }
            ++clauses_;
        }
        for (const Pattern* pattern : problem.negatives) {
            runs_.push_back({pattern, size_, negative});
            size_ += pattern->tokens.size() + 1;
        }
    }

    [[nodiscard]] State start() const {
        State state((size_ + bits - 1) / bits, 0);
        for (const Run& run : runs_) {
            reach(state, run, 0);
        }
        return state;
    }

    [[nodiscard]] State step(const State& from, char byte) const {
        State to(from.size(), 0);
        for (const Run& run : runs_) {
            const auto& tokens = run.pattern->tokens;
            for_each_place(from, run, [&](std::size_t place) {
                if (place < tokens.size() && accepts(tokens[place], byte)) {
                    reach(to, run, is_star(tokens[place]) ? place : place + 1);
                }
            });
        }
        return to;
    }

    // What a step costs: the places it moves, and the words it looks through.
    [[nodiscard]] std::size_t cost_of(const State& state) const {
        std::size_t places = runs_.size() + state.size();
        for (const std::uint64_t word : state) {
            places += static_cast<std::size_t>(std::popcount(word));
        }
        return places;
    }

    // Whether no word that begins like this can be a solution: a clause has nowhere left to go, or
    // a negative has come to a star at its end.
    [[nodiscard]] bool is_dead(const State& state) const {
        std::vector<bool> alive(clauses_, false);
        for (const Run& run : runs_) {
            const auto& tokens = run.pattern->tokens;
            if (run.clause != negative) {
                for_each_place(state, run, [&](std::size_t) { alive[run.clause] = true; });
            } else if (!tokens.empty() && tokens.back().kind == Kind::star &&
                       test(state, run.first + tokens.size())) {
                return true;
            }
        }
        return std::ranges::find(alive, false) != alive.end();
    }

    [[nodiscard]] bool is_solution(const State& state) const {
        std::vector<bool> matched(clauses_, false);
        for (const Run& run : runs_) {
            if (test(state, run.first + run.pattern->tokens.size())) {
                if (run.clause == negative) {
                    return false;
                }
                matched[run.clause] = true;
            }
        }
        return std::ranges::find(matched, false) == matched.end();
    }

    // One character for each kind that some pattern can tell from the others: those that stand in
    // patterns, `:`, and one that stands in none.
    [[nodiscard]] std::string alphabet() const {
        std::array<bool, 256> used{};
        for (const Run& run : runs_) {
            for (const Token& token : run.pattern->tokens) {
                if (is_fixed(token)) {
                    used.at(static_cast<unsigned char>(token.byte)) = true;
                }
                if (token.kind == Kind::either_case) {
                    used.at(static_cast<unsigned char>(upper(token.byte))) = true;
                }
            }
        }
        std::string letters;
        constexpr std::string_view others =
            "xyzwvutsrqponmlkjihgfedcba0123456789XYZWVUTSRQPONMLKJIHGFEDCBA-_./";
        for (const char other : others) {
            if (!used.at(static_cast<unsigned char>(other))) {
                letters += other;
                break;
            }
        }
        used.at(':') = true;
        for (std::size_t code = 0; code < used.size(); ++code) {
            if (used.at(code)) {
                letters += static_cast<char>(code);
            }
        }
        return letters;
    }

private:
    static constexpr std::size_t negative = SIZE_MAX;

    struct Run {
        const Pattern* pattern;
        std::size_t first;  // its first bit
        std::size_t clause; // or `negative`
    };

    [[nodiscard]] static bool test(const State& state, std::size_t bit) {
        return ((state[bit / bits] >> (bit % bits)) & 1U) != 0;
    }

    // Sets a place, and those a star lets be reached from it for nothing.
    static void reach(State& state, const Run& run, std::size_t place) {
        const auto& tokens = run.pattern->tokens;
        while (true) {
            const std::size_t bit = run.first + place;
            state[bit / bits] |= std::uint64_t{1} << (bit % bits);
            if (place >= tokens.size() || !is_star(tokens[place])) {
                return;
            }
            ++place;
        }
    }

    template <typename Visit>
    static void for_each_place(const State& state, const Run& run, Visit visit) {
        const std::size_t last = run.first + run.pattern->tokens.size();
        std::size_t bit = run.first;
        while (bit <= last) {
            const std::uint64_t word = state[bit / bits] >> (bit % bits);
            if (word == 0) {
                bit = (bit / bits + 1) * bits;
                continue;
            }
            bit += static_cast<std::size_t>(std::countr_zero(word));
            if (bit <= last) {
                visit(bit - run.first);
            }
            ++bit;
        }
    }

    std::vector<Run> runs_;
    std::size_t size_ = 0;
    std::size_t clauses_ = 0;
};

struct StateHash {
    std::size_t operator()(const State& state) const {
        std::uint64_t hash = 0xcbf29ce484222325ULL;
        for (const std::uint64_t word : state) {
            hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
            hash ^= hash >> 29U;
        }
        return hash;
    }
};

Word run_automaton(const WordProblem& problem, Budget& budget) {
    const Automaton automaton(problem);
    const std::string alphabet = automaton.alphabet();

    struct Visit {
        const State* state;
        std::size_t parent;
        char byte;
    };

    std::unordered_map<State, std::size_t, StateHash> seen;
    std::vector<Visit> visits;
    const auto visit = [&](State state, std::size_t parent, char byte) {
        const auto [place, fresh] = seen.emplace(std::move(state), visits.size());
        if (fresh) {
            visits.push_back({&place->first, parent, byte});
        }
    };
    visit(automaton.start(), 0, 0);
    for (std::size_t at = 0; at < visits.size(); ++at) {
        if (automaton.is_solution(*visits[at].state)) {
            std::string word;
            for (std::size_t back = at; back != 0; back = visits[back].parent) {
                word += visits[back].byte;
            }
            return {Search::found, std::string(word.rbegin(), word.rend())};
        }
        for (const char byte : alphabet) {
            if (!budget.spend(automaton.cost_of(*visits[at].state))) {
                return {Search::gave_up, {}};
            }
            State next = automaton.step(*visits[at].state, byte);
            if (!automaton.is_dead(next)) {
                visit(std::move(next), at, byte);
            }
        }
    }
    return {};
}

// The clause with the fewest ways to be matched, if all of them are literals.
const std::vector<const Pattern*>* literal_clause(const WordProblem& problem) {
    const std::vector<const Pattern*>* best = nullptr;
    for (const auto& clause : problem.clauses) {
        const bool literal = std::ranges::all_of(
            clause, [](const Pattern* pattern) { return is_literal(*pattern); });
        if (literal && (best == nullptr || clause.size() < best->size())) {
            best = &clause;
        }
    }
    return best;
}

// What it costs to try a few words on all patterns.
std::size_t cost_of(const WordProblem& problem) {
    std::size_t longest = 0;
    std::size_t tokens = 0;
    for (const auto& clause : problem.clauses) {
        for (const Pattern* pattern : clause) {
            longest = std::max(longest, pattern->tokens.size());
            tokens += pattern->tokens.size();
        }
    }
    for (const Pattern* pattern : problem.negatives) {
        tokens += pattern->tokens.size();
    }
    return longest * tokens / 8 + tokens;
}

bool has_either_case(const Pattern& pattern) {
    return std::ranges::any_of(pattern.tokens,
                               [](const Token& token) { return token.kind == Kind::either_case; });
}

} // namespace

bool is_solution(const WordProblem& problem, std::string_view word) {
    return std::ranges::all_of(problem.clauses,
                               [&](const auto& clause) {
                                   return std::ranges::any_of(clause, [&](const Pattern* pattern) {
                                       return matches(*pattern, word);
                                   });
                               }) &&
           std::ranges::none_of(problem.negatives,
                                [&](const Pattern* pattern) { return matches(*pattern, word); });
}

bool is_literal(const Pattern& pattern) {
    return std::ranges::all_of(pattern.tokens, is_fixed);
}

std::string literal_text(const Pattern& pattern) {
    return example(pattern, "");
}

Word find_word(WordProblem problem, Budget& budget) {
    if (!budget.spend(cost_of(problem))) {
        return {Search::gave_up, {}};
    }
    constexpr std::string_view usual = "example";
    if (is_solution(problem, usual)) {
        return {Search::found, std::string(usual)};
    }
    simplify(problem);
    for (const auto& clause : problem.clauses) {
        if (clause.empty()) {
            return {};
        }
    }
    if (const auto* clause = literal_clause(problem)) {
        bool exact = true;
        for (const Pattern* pattern : *clause) {
            std::string text = literal_text(*pattern);
            if (is_solution(problem, text)) {
                return {Search::found, std::move(text)};
            }
            exact = exact && !has_either_case(*pattern);
        }
        if (exact) {
            return {};
        }
    }
    for (const auto& clause : problem.clauses) {
        for (const Pattern* pattern : clause) {
            for (const std::string_view filler : {"example", "x", ""}) {
                std::string text = example(*pattern, filler);
                if (is_solution(problem, text)) {
                    return {Search::found, std::move(text)};
                }
            }
        }
    }
    return run_automaton(problem, budget);
}

} // namespace polhist::access
