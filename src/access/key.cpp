#include "access/key.h"

#include "access/points.h"

#include <algorithm>
#include <deque>
#include <optional>

namespace polhist::access {
namespace {

// What one value must satisfy: some predicate of each clause, and none of the negatives.
struct Part {
    const Operator* comparison;
    const Predicate* predicate;
};

struct ValueProblem {
    std::vector<std::vector<Part>> clauses;
    std::vector<Part> negatives;
};

// A test of one value: a clause where it must hold, negatives where it must not.
void require(ValueProblem& problem, const Test& test, bool wanted) {
    std::vector<Part> parts;
    for (const Predicate& predicate : test.predicates) {
        parts.push_back({&test.comparison, &predicate});
    }
    if (wanted != test.comparison.negated) {
        problem.clauses.push_back(std::move(parts));
    } else {
        problem.negatives.insert(problem.negatives.end(), parts.begin(), parts.end());
    }
}

// Whether two values with variables match the same, whatever these stand for.
bool same_variables(const Part& left, const Part& right) {
    const auto* a = std::get_if<Pattern>(&left.predicate->value);
    const auto* b = std::get_if<Pattern>(&right.predicate->value);
    return a != nullptr && b != nullptr && !a->variables.empty() &&
           left.comparison->type == right.comparison->type && identity(*a) == identity(*b);
}

class KeySolver {
public:
    explicit KeySolver(const KeyProblem& problem) : problem_(problem) {}

    KeyValues run() {
        if (may_be(Presence::absent) && absent_is_good()) {
            return {Search::found, {}};
        }
        if (!present_is_good()) {
            return {};
        }
        bool gave_up = false;
        if (may_be(Presence::one)) {
            const Word one = solve_one();
            if (one.search == Search::found) {
                return {Search::found, {one.text}};
            }
            gave_up = one.search == Search::gave_up;
        }
        if (may_be(Presence::several) && problem_.may_have_several) {
            KeyValues several = problem_.unknowns ? may_have_several() : solve_several();
            if (several.search == Search::found) {
                return several;
            }
            gave_up = gave_up || several.search == Search::gave_up;
        }
        return {gave_up ? Search::gave_up : Search::none, {}};
    }

private:
    [[nodiscard]] bool may_be(Presence presence) const {
        return problem_.presence == Presence::any || problem_.presence == presence;
    }

    [[nodiscard]] bool absent_is_good() const {
        return std::ranges::all_of(problem_.demands, [&](const Demand& demand) {
            return holds_absent(*demand.test) != demand.refuted;
        });
    }

    // `Null` tests say only whether the key is there.
    [[nodiscard]] bool present_is_good() const {
        return std::ranges::all_of(problem_.demands, [&](const Demand& demand) {
            return !is_null(demand) || null_holds(*demand.test, false) != demand.refuted;
        });
    }

    [[nodiscard]] static bool is_null(const Demand& demand) {
        return demand.test->comparison.type == Type::null;
    }

    // With one value, every operator says what it says of that value.
    Word solve_one() {
        ValueProblem problem;
        for (const Demand& demand : problem_.demands) {
            if (!is_null(demand)) {
                require(problem, *demand.test, !demand.refuted);
            }
        }
        return solve_value(problem);
    }

    // With several values, plain operators are false; ForAllValues is about each value and
    // ForAnyValue about some, and refuting turns the one into the other.
    struct Several {
        bool possible = true;
        ValueProblem every;
        std::vector<ValueProblem> some; // each with what is asked of every value
    };

    Several split() {
        Several several;
        std::vector<const Demand*> some;
        for (const Demand& demand : problem_.demands) {
            const Quantifier quantifier = demand.test->comparison.quantifier;
            if (is_null(demand)) {
                continue;
            }
            if (quantifier == Quantifier::none) {
                several.possible = several.possible && demand.refuted;
            } else if ((quantifier == Quantifier::for_all_values) != demand.refuted) {
                require(several.every, *demand.test, !demand.refuted);
            } else {
                some.push_back(&demand);
            }
        }
        for (const Demand* demand : some) {
            ValueProblem one = several.every;
            require(one, *demand->test, !demand->refuted);
            several.some.push_back(std::move(one));
        }
        return several;
    }

    KeyValues solve_several() {
        const Several several = split();
        if (!several.possible) {
            return {};
        }
        KeyValues found{Search::found, {}};
        for (const ValueProblem& one : several.some) {
            if (!add(solve_value(one), found)) {
                return found;
            }
        }
        while (found.values.size() < 2) {
            if (!add(solve_value(unlike(several.every, found.values)), found)) {
                return found;
            }
        }
        return found;
    }

    // With unknowns two values cannot be told apart: that there are two is not asked for.
    KeyValues may_have_several() {
        Several several = split();
        several.some.push_back(several.every);
        Search search = several.possible ? Search::found : Search::none;
        for (const ValueProblem& one : several.some) {
            search = search == Search::none ? search : solve_value(one).search;
        }
        return {search, {}};
    }

    // Adds a value that is not there yet; gives whether there was one.
    static bool add(const Word& word, KeyValues& out) {
        if (word.search != Search::found) {
            out = {word.search, {}};
            return false;
        }
        if (std::ranges::find(out.values, word.text) == out.values.end()) {
            out.values.push_back(word.text);
        }
        return true;
    }

    ValueProblem unlike(ValueProblem problem, const std::vector<std::string>& values) {
        static const Operator equal{};
        for (const std::string& value : values) {
            kept_predicates_.push_back({compile(value, Reading::exact, false), value});
            problem.negatives.push_back({&equal, &kept_predicates_.back()});
        }
        return problem;
    }

    Word solve_value(const ValueProblem& problem) {
        bool words = true;
        bool points = true;
        bool variables = false;
        for_each_part(problem, [&](const Part& part) {
            const auto* pattern = std::get_if<Pattern>(&part.predicate->value);
            const Type type = part.comparison->type;
            const bool open = pattern != nullptr && !pattern->variables.empty();
            words = words && (pattern != nullptr ||
                              std::holds_alternative<std::monostate>(part.predicate->value));
            words = words && !(open && problem_.unknowns && type == Type::binary);
            points =
                points && (type == Type::number || type == Type::date || type == Type::network);
            variables = variables || open;
        });
        const bool nothing_asked = words && points;
        if (words && !(nothing_asked && has_points(problem))) {
            return solve_word(problem);
        }
        if (problem_.unknowns && variables) {
            return {Search::found, {}};
        }
        return try_points(problem, points);
    }

    // Parts that are no such value at all are points too.
    static bool has_points(const ValueProblem& problem) {
        return !problem.clauses.empty() || !problem.negatives.empty();
    }

    template <typename Visit>
    static void for_each_part(const ValueProblem& problem, Visit visit) {
        for (const auto& clause : problem.clauses) {
            std::ranges::for_each(clause, visit);
        }
        std::ranges::for_each(problem.negatives, visit);
    }

    // Tries one value of each kind the predicates tell apart.
    Word try_points(const ValueProblem& problem, bool complete) {
        Points points;
        for_each_part(problem, [&](const Part& part) { points.add(*part.predicate); });
        for (const Test* test : problem_.mixed) {
            for (const Predicate& predicate : test->predicates) {
                points.add(predicate);
            }
        }
        bool all = problem_.mixed.empty();
        for (const std::string& candidate : points.candidates(all)) {
            const bool suits = problem_.shape == nullptr || has_unknowns(*problem_.shape) ||
                               matches(*problem_.shape, candidate);
            if (suits && satisfies_all(problem, candidate)) {
                return {Search::found, candidate};
            }
        }
        return {complete && all ? Search::none : Search::gave_up, {}};
    }

    [[nodiscard]] bool satisfies_all(const ValueProblem& problem, const std::string& value) const {
        const auto met = [&](const Part& part) {
            return satisfies(*part.comparison, *part.predicate, value, *problem_.lookup);
        };
        return std::ranges::all_of(
                   problem.clauses,
                   [&](const auto& clause) { return std::ranges::any_of(clause, met); }) &&
               std::ranges::none_of(problem.negatives, met);
    }

    // The pattern of a part with its variables replaced; nothing where it matches nothing.
    const Pattern* resolved(const Part& part, bool asserted) {
        const auto* pattern = std::get_if<Pattern>(&part.predicate->value);
        if (pattern == nullptr || pattern->variables.empty()) {
            return pattern;
        }
        auto replaced = problem_.unknowns ? with_unknowns(*pattern, asserted, *problem_.meaning)
                                          : substitute(*pattern, *problem_.lookup);
        return replaced ? &kept_.emplace_back(std::move(*replaced)) : nullptr;
    }

    Word solve_word(const ValueProblem& problem) {
        WordProblem words;
        for (const auto& clause : problem.clauses) {
            auto& patterns = words.clauses.emplace_back();
            for (const Part& part : clause) {
                const bool taken_back =
                    std::ranges::any_of(problem.negatives, [&](const Part& negative) {
                        return same_variables(part, negative);
                    });
                const Pattern* pattern = taken_back ? nullptr : resolved(part, true);
                if (pattern != nullptr) {
                    patterns.push_back(pattern);
                }
            }
        }
        for (const Part& part : problem.negatives) {
            if (const Pattern* pattern = resolved(part, false)) {
                words.negatives.push_back(pattern);
            }
        }
        add_what_keys_can_be(words);
        if (problem_.unknowns) {
            return {may_find_word(std::move(words), *problem_.budget), {}};
        }
        return find_word(std::move(words), *problem_.budget);
    }

    void add_what_keys_can_be(WordProblem& words) {
        static const Pattern yes = compile("true", Reading::exact, false);
        static const Pattern no = compile("false", Reading::exact, false);
        static const Pattern not_empty = compile("?*", Reading::glob, false);
        if (problem_.truth_values_only) {
            words.clauses.push_back({&yes, &no});
        }
        if (problem_.may_have_several) {
            words.clauses.push_back({&not_empty}); // "" counts as absent
        }
        if (problem_.shape != nullptr) {
            words.clauses.push_back({problem_.shape});
        }
    }

    const KeyProblem& problem_;
    std::deque<Pattern> kept_;
    std::deque<Predicate> kept_predicates_;
};

} // namespace

KeyValues solve(const KeyProblem& problem) {
    return KeySolver(problem).run();
}

} // namespace polhist::access
