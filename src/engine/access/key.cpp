#include "access/key.h"

#include "access/line.h"
#include "access/samples.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <set>

namespace polhist::access {
namespace {

// A test of one value: a clause where it must hold, negatives where it must not.
void require(ValueProblem& problem, const Test& test, bool wanted) {
    std::vector<ValuePart> parts;
    for (const Predicate& predicate : test.predicates) {
        parts.push_back({&test.comparison, &predicate});
    }
    if (wanted != test.comparison.negated) {
        problem.clauses.push_back(std::move(parts));
    } else {
        problem.negatives.insert(problem.negatives.end(), parts.begin(), parts.end());
    }
}

// What two values with variables share if they match the same, whatever these stand for; nothing of
// a value without.
std::optional<std::pair<Type, std::string>> open_identity(const ValuePart& part) {
    const auto* pattern = std::get_if<Pattern>(&part.predicate->value);
    return pattern == nullptr || pattern->variables.empty()
               ? std::nullopt
               : std::optional(std::pair(part.comparison->type, identity(*pattern)));
}

constexpr std::size_t most_tried = 16; // patterns whose usual ARN is tried

class KeySolver {
public:
    explicit KeySolver(const KeyProblem& problem) : problem_(problem) {}

    KeyValues run() {
        const bool absent = may_be(Presence::absent) && absent_is_good();
        if (absent && !problem_.kind.usual) {
            return {Search::found, {}};
        }
        KeyValues present = present_is_good() ? find_present() : KeyValues{};
        return absent && present.search != Search::found ? KeyValues{Search::found, {}} : present;
    }

private:
    KeyValues find_present() {
        bool gave_up = false;
        if (may_be(Presence::one)) {
            const Word one = solve_one();
            if (one.search == Search::found) {
                return {Search::found, {one.text}};
            }
            gave_up = one.search == Search::gave_up;
        }
        if (may_be(Presence::several) && problem_.kind.several) {
            KeyValues several = problem_.unknowns ? may_have_several() : solve_several();
            if (several.search == Search::found) {
                return several;
            }
            gave_up = gave_up || several.search == Search::gave_up;
        }
        return {gave_up ? Search::gave_up : Search::none, {}};
    }

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

    static ValueProblem unlike(ValueProblem problem, const std::vector<std::string>& values) {
        problem.unlike = values;
        return problem;
    }

    Word solve_value(const ValueProblem& problem) {
        bool words = true;
        bool line = true;
        bool variables = false;
        for_each_part(problem, [&](const ValuePart& part) {
            const auto* pattern = std::get_if<Pattern>(&part.predicate->value);
            const bool open = pattern != nullptr && !pattern->variables.empty();
            const bool nothing = std::holds_alternative<std::monostate>(part.predicate->value);
            words = words && (pattern != nullptr || nothing) &&
                    !(open && problem_.unknowns && part.comparison->type == Type::binary);
            line = line && lies_on_line(*part.predicate, problem_.kind);
            variables = variables || open;
        });
        if (is_text() && words) {
            return solve_word(problem);
        }
        if (!is_text() && line && problem_.shape == nullptr) {
            return find_on_line(problem, problem_.kind, *problem_.budget);
        }
        if (problem_.unknowns && variables) {
            return {Search::found, {}};
        }
        return try_values(problem, line);
    }

    // Whether values are solved as words.
    [[nodiscard]] bool is_text() const {
        return problem_.kind.values == ValueKind::text || problem_.kind.values == ValueKind::truth;
    }

    // Tries values that the predicates may tell apart; `line`: none is missing.
    Word try_values(const ValueProblem& problem, bool line) {
        for (const std::string& candidate : candidates(problem)) {
            const bool suits = problem_.shape == nullptr || has_unknowns(*problem_.shape) ||
                               matches(*problem_.shape, candidate);
            const bool fresh = std::ranges::find(problem.unlike, candidate) == problem.unlike.end();
            if (!problem_.budget->spend(1)) {
                break;
            }
            if (suits && fresh && admits(problem_.kind, problem_.key, candidate) &&
                satisfies_all(problem, candidate)) {
                return {Search::found, candidate};
            }
        }
        const bool all = problem_.kind.values == ValueKind::truth ||
                         (line && problem_.shape != nullptr && is_literal(*problem_.shape));
        return {all ? Search::none : Search::gave_up, {}};
    }

    [[nodiscard]] std::vector<std::string> candidates(const ValueProblem& problem) const {
        if (problem_.kind.values == ValueKind::truth) {
            return {"true", "false"};
        }
        std::vector<const Predicate*> predicates;
        for_each_part(problem,
                      [&](const ValuePart& part) { predicates.push_back(part.predicate); });
        for (const Test* test : problem_.mixed) {
            for (const Predicate& predicate : test->predicates) {
                predicates.push_back(&predicate);
            }
        }
        std::vector<std::string> found;
        for (const ValueKind values : {ValueKind::number, ValueKind::instant, ValueKind::address}) {
            KeyKind kind = problem_.kind;
            kind.values = is_text() ? values : kind.values;
            const auto more = values_on_line(predicates, kind);
            found.insert(found.end(), more.begin(), more.end());
        }
        for (const Predicate* predicate : predicates) {
            const auto* pattern = std::get_if<Pattern>(&predicate->value);
            found.push_back(predicate->text);
            if (pattern != nullptr && pattern->variables.empty()) {
                found.push_back(example(*pattern, "example"));
            }
        }
        if (problem_.shape != nullptr && is_literal(*problem_.shape)) {
            found.push_back(literal_text(*problem_.shape));
        }
        return found;
    }

    [[nodiscard]] bool satisfies_all(const ValueProblem& problem, const std::string& value) const {
        const auto met = [&](const ValuePart& part) {
            return satisfies(*part.comparison, *part.predicate, value, *problem_.lookup);
        };
        return std::ranges::all_of(
                   problem.clauses,
                   [&](const auto& clause) { return std::ranges::any_of(clause, met); }) &&
               std::ranges::none_of(problem.negatives, met);
    }

    // The pattern of a part with its variables replaced; nothing where it matches nothing.
    const Pattern* resolved(const ValuePart& part, bool asserted) {
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
        std::set<std::pair<Type, std::string>> refuted; // values with variables
        for (const ValuePart& negative : problem.negatives) {
            if (auto value = open_identity(negative)) {
                refuted.insert(std::move(*value));
            }
        }
        for (const auto& clause : problem.clauses) {
            auto& patterns = words.clauses.emplace_back();
            for (const ValuePart& part : clause) {
                const auto value = refuted.empty() ? std::nullopt : open_identity(part);
                const bool taken_back = value && refuted.contains(*value);
                const Pattern* pattern = taken_back ? nullptr : resolved(part, true);
                if (pattern != nullptr) {
                    patterns.push_back(pattern);
                }
            }
        }
        for (const ValuePart& part : problem.negatives) {
            if (const Pattern* pattern = resolved(part, false)) {
                words.negatives.push_back(pattern);
            }
        }
        for (const std::string& value : problem.unlike) {
            words.negatives.push_back(&kept_.emplace_back(compile(value, Reading::exact, false)));
        }
        add_what_keys_can_be(words);
        if (problem_.unknowns) {
            return {may_find_word(std::move(words), *problem_.budget), {}};
        }
        return find_usual_word(std::move(words));
    }

    // A word that looks real, if one does.
    Word find_usual_word(WordProblem words) {
        Steps steps(*problem_.budget);
        std::vector<std::string> usual = usual_values(problem_.key);
        for (const auto& clause : words.clauses) {
            for (std::size_t i = 0; problem_.kind.arns && i < std::min(most_tried, clause.size());
                 ++i) {
                usual.push_back(usual_arn(clause[i]->text));
            }
        }
        for (std::string& text : usual) {
            if (is_solution(words, text, steps)) {
                return {Search::found, std::move(text)};
            }
        }
        steps.settle();
        if (const Pattern* shape = usual_shape(problem_.key)) {
            WordProblem shaped = words;
            shaped.clauses.push_back({shape});
            Word word = find_word(std::move(shaped), *problem_.budget);
            if (word.search == Search::found) {
                return word;
            }
        }
        return find_word(std::move(words), *problem_.budget);
    }

    void add_what_keys_can_be(WordProblem& words) {
        if (const auto shapes = shapes_of(problem_.kind, problem_.key); !shapes.empty()) {
            auto& clause = words.clauses.emplace_back();
            for (const Pattern& shape : shapes) {
                clause.push_back(&shape);
            }
        }
        if (problem_.shape != nullptr) {
            words.clauses.push_back({problem_.shape});
        }
    }

    const KeyProblem& problem_;
    std::deque<Pattern> kept_;
};

} // namespace

KeyValues solve(const KeyProblem& problem) {
    return KeySolver(problem).run();
}

} // namespace polhist::access
