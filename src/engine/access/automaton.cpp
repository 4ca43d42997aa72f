#include "access/automaton.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <unordered_set>

namespace polhist::access {
namespace {

using Kind = Token::Kind;
using Bits = std::vector<std::uint64_t>;

constexpr std::size_t word_bits = 64;

void set_bit(Bits& bits, std::size_t at) {
    bits[at / word_bits] |= std::uint64_t{1} << (at % word_bits);
}

bool test_bit(const std::uint64_t* bits, std::size_t at) {
    return ((bits[at / word_bits] >> (at % word_bits)) & 1U) != 0;
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
    case Kind::digit:
        return byte >= '0' && byte <= '9';
    case Kind::any:
    case Kind::star:
        return true;
    case Kind::any_in_field:
    case Kind::star_in_field:
        return byte != ':';
    case Kind::variable:
    case Kind::unknown:
        break;
    }
    return false;
}

// A letter of the alphabet: a character, or an unknown.
struct Letter {
    bool unknown = false;
    char byte = 0;
    std::uint32_t index = 0;

    auto operator<=>(const Letter&) const = default;
};

// One pattern in the automaton.
struct Lane {
    const Pattern* pattern;
    std::size_t first;  // its first place
    std::size_t clause; // or `negative`
    bool exact;         // takes unknowns only where it says so

    static constexpr std::size_t negative = SIZE_MAX;

    [[nodiscard]] std::size_t end() const { return first + pattern->tokens.size(); }
};

class Automaton {
public:
    explicit Automaton(const WordProblem& problem) : clauses_(problem.clauses.size()) {
        for (std::size_t i = 0; i < clauses_; ++i) {
            for (const Pattern* pattern : problem.clauses[i]) {
                add_lane(*pattern, i, has_unknowns(*pattern));
            }
        }
        for (const Pattern* pattern : problem.negatives) {
            add_lane(*pattern, Lane::negative, true);
        }
        words_ = (places_ + word_bits - 1) / word_bits;
        mark_places();
        make_alphabet();
    }

    // Words of a state.
    [[nodiscard]] std::size_t width() const { return words_; }

    [[nodiscard]] const std::vector<Letter>& alphabet() const { return alphabet_; }

    [[nodiscard]] Bits start() const {
        Bits state(words_, 0);
        for (const Lane& lane : lanes_) {
            set_bit(state, lane.first);
        }
        pass_stars(state.data());
        return state;
    }

    // Writes the state behind a letter to `to`.
    void step(const std::uint64_t* from, std::size_t letter, std::uint64_t* to) const {
        const Bits& column = columns_[letter];
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < words_; ++i) {
            const std::uint64_t taken = from[i] & column[i];
            const std::uint64_t moved = taken & ~stars_[i];
            to[i] = (moved << 1U) | carry | (taken & stars_[i]);
            carry = moved >> (word_bits - 1);
        }
        if (alphabet_[letter].unknown) {
            take_any_text(from, to);
        }
        pass_stars(to);
    }

    // Whether no word that begins like this can be a solution: a clause has nowhere left to go, or
    // a negative has come to a star at its end.
    [[nodiscard]] bool is_dead(const std::uint64_t* state) const {
        return meets(state, fatal_) || !meets_all(state, clause_places_);
    }

    [[nodiscard]] bool is_solution(const std::uint64_t* state) const {
        return !meets(state, negative_ends_) && meets_all(state, clause_ends_);
    }

private:
    void add_lane(const Pattern& pattern, std::size_t clause, bool exact) {
        lanes_.push_back({&pattern, places_, clause, exact});
        places_ += pattern.tokens.size() + 1;
    }

    [[nodiscard]] bool meets(const std::uint64_t* state, const Bits& mask) const {
        for (std::size_t i = 0; i < words_; ++i) {
            if ((state[i] & mask[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] bool meets_all(const std::uint64_t* state, const std::vector<Bits>& masks) const {
        return std::ranges::all_of(masks, [&](const Bits& mask) { return meets(state, mask); });
    }

    void mark_places() {
        stars_.assign(words_, 0);
        fatal_.assign(words_, 0);
        negative_ends_.assign(words_, 0);
        clause_places_.assign(clauses_, Bits(words_, 0));
        clause_ends_.assign(clauses_, Bits(words_, 0));
        for (const Lane& lane : lanes_) {
            const auto& tokens = lane.pattern->tokens;
            for (std::size_t i = 0; i < tokens.size(); ++i) {
                if (is_star(tokens[i])) {
                    set_bit(stars_, lane.first + i);
                }
            }
            if (lane.clause != Lane::negative) {
                for (std::size_t i = lane.first; i <= lane.end(); ++i) {
                    set_bit(clause_places_[lane.clause], i);
                }
                set_bit(clause_ends_[lane.clause], lane.end());
                continue;
            }
            set_bit(negative_ends_, lane.end());
            if (!tokens.empty() && tokens.back().kind == Kind::star) {
                set_bit(fatal_, lane.end());
            }
        }
    }

    // The letters that some pattern tells from the others: those that stand in patterns, `:`, one
    // that stands in none, and the unknowns of positive patterns.
    void make_alphabet() {
        std::array<bool, 256> used{};
        std::vector<Letter> unknowns;
        for (const Lane& lane : lanes_) {
            for (const Token& token : lane.pattern->tokens) {
                if (is_fixed(token)) {
                    used.at(static_cast<unsigned char>(token.byte)) = true;
                }
                if (token.kind == Kind::either_case) {
                    used.at(static_cast<unsigned char>(upper(token.byte))) = true;
                }
                if (token.kind == Kind::unknown && lane.clause != Lane::negative) {
                    unknowns.push_back({true, 0, token.index});
                }
            }
        }
        constexpr std::string_view others =
            "xyzwvutsrqponmlkjihgfedcba0123456789XYZWVUTSRQPONMLKJIHGFEDCBA-_./";
        const auto other = std::ranges::find_if(
            others, [&](char byte) { return !used.at(static_cast<unsigned char>(byte)); });
        if (other != others.end()) {
            add_letter({false, *other, 0});
        }
        constexpr std::string_view digits = "1234567890";
        const auto digit = std::ranges::find_if(
            digits, [&](char byte) { return !used.at(static_cast<unsigned char>(byte)); });
        if (digit != digits.end()) {
            add_letter({false, *digit, 0});
        }
        used.at(':') = true;
        for (std::size_t code = 0; code < used.size(); ++code) {
            if (used.at(code)) {
                add_letter({false, static_cast<char>(code), 0});
            }
        }
        std::ranges::sort(unknowns);
        unknowns.erase(std::unique(unknowns.begin(), unknowns.end()), unknowns.end());
        std::ranges::for_each(unknowns, [&](const Letter& letter) { add_letter(letter); });
    }

    void add_letter(const Letter& letter) {
        Bits column(words_, 0);
        for (const Lane& lane : lanes_) {
            for (std::size_t i = 0; i < lane.pattern->tokens.size(); ++i) {
                if (takes(lane, lane.pattern->tokens[i], letter)) {
                    set_bit(column, lane.first + i);
                }
            }
        }
        // Letters that all patterns take alike are one.
        if (std::ranges::find(columns_, column) == columns_.end()) {
            alphabet_.push_back(letter);
            columns_.push_back(std::move(column));
        }
    }

    static bool takes(const Lane& lane, const Token& token, const Letter& letter) {
        if (!letter.unknown) {
            return accepts(token, letter.byte);
        }
        const bool negative = lane.clause == Lane::negative;
        const bool same =
            token.kind == Kind::unknown &&
            (negative ? takes_in_unknown(token.index, letter.index) : token.index == letter.index);
        return same || (negative && token.kind == Kind::star);
    }

    // Lets positive patterns without unknowns go on from their first place to every later one.
    void take_any_text(const std::uint64_t* from, std::uint64_t* to) const {
        for (const Lane& lane : lanes_) {
            bool reached = false;
            for (std::size_t at = lane.first; !lane.exact && at <= lane.end(); ++at) {
                reached = reached || test_bit(from, at);
                if (reached) {
                    to[at / word_bits] |= std::uint64_t{1} << (at % word_bits);
                }
            }
        }
    }

    // A star may take nothing.
    void pass_stars(std::uint64_t* state) const {
        bool changed = true;
        while (changed) {
            changed = false;
            std::uint64_t carry = 0;
            for (std::size_t i = 0; i < words_; ++i) {
                const std::uint64_t at_star = state[i] & stars_[i];
                const std::uint64_t passed = ((at_star << 1U) | carry) & ~state[i];
                carry = at_star >> (word_bits - 1);
                state[i] |= passed;
                changed = changed || passed != 0;
            }
        }
    }

    std::size_t clauses_;
    std::vector<Lane> lanes_;
    std::size_t places_ = 0;
    std::size_t words_ = 0;
    Bits stars_; // places of stars
    Bits negative_ends_;
    Bits fatal_;                      // those that nothing leads away from
    std::vector<Bits> clause_places_; // of the patterns of each clause
    std::vector<Bits> clause_ends_;
    std::vector<Letter> alphabet_;
    std::vector<Bits> columns_; // the places that take each letter
};

// The states met so far, one after another in one block of memory.
class States {
public:
    explicit States(std::size_t width) : width_(width), known_(16, Hash{this}, Same{this}) {}

    States(const States&) = delete;
    States& operator=(const States&) = delete;
    States(States&&) = delete;
    States& operator=(States&&) = delete;
    ~States() = default;

    // Room for one more state behind the others, to be written and then kept or not.
    std::uint64_t* room() {
        bits_.resize((count_ + 1) * width_);
        return at(count_);
    }

    // Keeps what was written unless it is known; gives whether it was new.
    bool keep() {
        const bool fresh = known_.insert(count_).second;
        count_ += fresh ? 1 : 0;
        return fresh;
    }

    std::uint64_t* at(std::size_t index) { return bits_.data() + index * width_; }

    [[nodiscard]] std::size_t count() const { return count_; }

private:
    [[nodiscard]] const std::uint64_t* bits_of(std::size_t index) const {
        return bits_.data() + index * width_;
    }

    struct Hash {
        const States* states;

        std::size_t operator()(std::size_t index) const {
            std::uint64_t hash = 0xcbf29ce484222325ULL;
            for (std::size_t i = 0; i < states->width_; ++i) {
                hash = (hash ^ states->bits_of(index)[i]) * 0x9e3779b97f4a7c15ULL;
                hash ^= hash >> 29U;
            }
            return hash;
        }
    };

    struct Same {
        const States* states;

        bool operator()(std::size_t left, std::size_t right) const {
            const std::uint64_t* bits = states->bits_of(left);
            return std::equal(bits, bits + states->width_, states->bits_of(right));
        }
    };

    std::size_t width_;
    std::size_t count_ = 0;
    Bits bits_;
    std::unordered_set<std::size_t, Hash, Same> known_;
};

// How a state was come to.
struct Visit {
    std::size_t parent;
    std::size_t letter;
};

std::string word_to(std::size_t at, const std::vector<Visit>& visits, const Automaton& automaton) {
    std::string word;
    for (; at != 0; at = visits[at].parent) {
        const Letter& letter = automaton.alphabet()[visits[at].letter];
        if (!letter.unknown) {
            word += letter.byte;
        }
    }
    return {word.rbegin(), word.rend()};
}

} // namespace

Word shortest_word(const WordProblem& problem, Budget& budget) {
    const Automaton automaton(problem);
    const std::size_t cost_of_a_step = 8 + 4 * automaton.width();
    States states(automaton.width());
    std::vector<Visit> visits{{0, 0}};
    std::ranges::copy(automaton.start(), states.room());
    states.keep();
    for (std::size_t at = 0; at < states.count(); ++at) {
        if (automaton.is_solution(states.at(at))) {
            return {Search::found, word_to(at, visits, automaton)};
        }
        if (!budget.spend(cost_of_a_step * automaton.alphabet().size())) {
            return {Search::gave_up, {}};
        }
        for (std::size_t letter = 0; letter < automaton.alphabet().size(); ++letter) {
            std::uint64_t* next = states.room();
            automaton.step(states.at(at), letter, next);
            if (!automaton.is_dead(next) && states.keep()) {
                visits.push_back({at, letter});
            }
        }
    }
    return {};
}

} // namespace polhist::access
