// Residual::search.

#include "access/residual.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <set>

namespace polhist::access {
namespace {

constexpr std::size_t cost_of_a_choice = 1000; // in units of Budget

constexpr std::string_view usual_account = "111122223333";

// Resources that can be asked for: `*`, or an ARN of six fields, the last not empty.
const std::vector<Pattern>& possible_resources() {
    static const std::vector<Pattern> patterns{compile("*", Reading::exact, false),
                                               compile("arn:*:*:*:*:?*", Reading::arn, false)};
    return patterns;
}

// An ARN that a pattern of resources matches, with fields as they usual are.
std::string usual_resource(std::string_view pattern) {
    constexpr std::array<std::string_view, 5> usual{"arn", "aws", "", "us-east-1", usual_account};
    const auto fill = [](std::string_view text) {
        std::string filled;
        for (const char byte : text) {
            filled +=
                byte == '*' ? std::string("example") : std::string(1, byte == '?' ? 'x' : byte);
        }
        return filled;
    };
    if (pattern == "*") {
        return "*";
    }
    std::string text;
    for (const std::string_view value : usual) {
        const std::size_t colon = pattern.find(':');
        if (colon == std::string_view::npos) {
            break;
        }
        const std::string_view field = pattern.substr(0, colon);
        text += (field == "*" && !value.empty() ? std::string(value) : fill(field)) + ':';
        pattern.remove_prefix(colon + 1);
    }
    return text + fill(pattern);
}

bool has_all_fields(const Pattern& pattern) {
    constexpr std::ptrdiff_t colons = 5;
    return std::ranges::count_if(pattern.tokens, [](const Token& token) {
               return token.kind == Token::Kind::character && token.byte == ':';
           }) >= colons;
}

std::string usual_value(std::string_view key) {
    if (key.ends_with("account") || key.ends_with("accountid")) {
        return std::string(usual_account);
    }
    return "example";
}

using Values = std::map<std::string, std::vector<std::string>>; // by folded key

} // namespace

// Demands are kept by dimension: 0 the resource, 1 the principal, 2 and up the keys. Each is the
// number of a part, doubled, and one more where it is refuted.
class ResidualSearch {
public:
    ResidualSearch(Residual& residual, const Residual::Confirm& confirm)
        : residual_(residual),
          confirm_(confirm),
          demands_(2 + residual.keys_.size()) {}

    Found run(const std::vector<Body>& asserted, const std::vector<Body>& refuted) {
        for (const Body& body : asserted) {
            for (const auto& [dimension, part] : parts_of(body)) {
                if (!demand(dimension, part * 2)) {
                    return {};
                }
            }
        }
        std::vector<const Body*> left;
        for (const Body& body : refuted) {
            left.push_back(&body);
        }
        explore(left);
        if (found_.search != Search::found && unsure_) {
            found_.search = Search::gave_up;
        }
        return std::move(found_);
    }

private:
    using Part = std::pair<std::size_t, int>;
    using Resources = Residual::Resources;

    [[nodiscard]] std::vector<Part> parts_of(const Body& body) const {
        std::vector<Part> parts;
        if (body.resources >= 0) {
            parts.emplace_back(0, body.resources);
        }
        if (body.principals >= 0) {
            parts.emplace_back(1, body.principals);
        }
        for (const int test : body.tests) {
            const int key = residual_.key_of_test_[static_cast<std::size_t>(test)];
            parts.emplace_back(2 + static_cast<std::size_t>(key), test);
        }
        return parts;
    }

    [[nodiscard]] bool demanded(std::size_t dimension, int code) const {
        return demands_[dimension].contains(code);
    }

    // Adds a demand; false, and nothing changed, where its dimension then has no answer.
    bool demand(std::size_t dimension, int code) {
        if (demanded(dimension, code ^ 1)) {
            return false;
        }
        if (!demands_[dimension].insert(code).second) {
            return true;
        }
        if (is_possible(dimension)) {
            return true;
        }
        demands_[dimension].erase(code);
        return false;
    }

    // Whether a dimension may have an answer, variables standing for anything.
    bool is_possible(std::size_t dimension) {
        std::vector<int> name{static_cast<int>(dimension)};
        name.insert(name.end(), demands_[dimension].begin(), demands_[dimension].end());
        const auto [known, fresh] = residual_.decided_.emplace(std::move(name), Search::found);
        if (fresh) {
            known->second = decide(dimension);
        }
        return known->second != Search::none;
    }

    Search decide(std::size_t dimension) {
        if (dimension == 0) {
            return solve_resource(Variables::open, no_values).search;
        }
        if (dimension == 1) {
            return solve_principal() ? Search::found : Search::none;
        }
        return solve_key(dimension - 2, Variables::open, no_values).search;
    }

    // Refutes what is left, one statement after another; true once a request was confirmed.
    bool explore(std::vector<const Body*> left) {
        if (!residual_.budget_.spend(cost_of_a_choice)) {
            unsure_ = true;
            return false;
        }
        const Body* chosen = nullptr;
        std::vector<Part> choices;
        std::vector<const Body*> others;
        for (const Body* body : left) {
            auto options = options_of(*body);
            if (!options) {
                continue; // refuted already
            }
            if (options->empty()) {
                return false;
            }
            others.push_back(body);
            if (chosen == nullptr || options->size() < choices.size()) {
                chosen = body;
                choices = std::move(*options);
            }
        }
        if (chosen == nullptr) {
            return settle();
        }
        std::erase(others, chosen);
        for (const auto& [dimension, part] : choices) {
            const int code = part * 2 + 1;
            if (demand(dimension, code)) {
                if (explore(others)) {
                    return true;
                }
                demands_[dimension].erase(code);
            }
        }
        return false;
    }

    // The parts of a body that can be refuted; nothing where one is already.
    std::optional<std::vector<Part>> options_of(const Body& body) {
        std::vector<Part> options;
        for (const auto& [dimension, part] : parts_of(body)) {
            const int code = part * 2 + 1;
            if (demanded(dimension, code)) {
                return std::nullopt;
            }
            if (demand(dimension, code)) {
                demands_[dimension].erase(code);
                options.emplace_back(dimension, part);
            }
        }
        return options;
    }

    // All demands are met one by one: finds values for the variables that meet them together.
    bool settle() {
        const std::set<std::string> variables = variables_in_use();
        std::vector<std::string> names(variables.begin(), variables.end());
        bool exact =
            names.empty() || (fields_are_fixed_ && (patterns_with_variables_ <= 1 || all_whole_));
        Values values;
        if (assign(names, 0, values, exact)) {
            return true;
        }
        if (!names.empty() && !variables_are_free()) {
            exact = false;
            const bool literal = note_captured(); // all texts that the variables may stand in
            bool also_exact = literal && (patterns_with_variables_ <= 1 || all_whole_);
            const bool good = assign(names, 0, values, also_exact);
            captured_.clear();
            if (good) {
                return true;
            }
            exact = also_exact;
        }
        unsure_ = unsure_ || !exact;
        return false;
    }

    using Clause = std::vector<const Pattern*>;

    // For each demand on a dimension that asserts, the patterns of which one must match.
    [[nodiscard]] std::vector<Clause> clauses_of(std::size_t dimension) const {
        std::vector<Clause> clauses;
        for (const int code : demands_[dimension]) {
            const auto part = static_cast<std::size_t>(code / 2);
            const bool wanted = code % 2 == 0;
            if (dimension == 0 && wanted != residual_.resources_[part].negated) {
                auto& clause = clauses.emplace_back();
                for (const Pattern& pattern : residual_.resources_[part].globs) {
                    clause.push_back(&pattern);
                }
            }
            if (dimension > 1 && wanted != residual_.tests_[part].comparison.negated &&
                residual_.tests_[part].comparison.type != Type::null) {
                auto& clause = clauses.emplace_back();
                for (const Predicate& predicate : residual_.tests_[part].predicates) {
                    if (const auto* pattern = std::get_if<Pattern>(&predicate.value)) {
                        clause.push_back(pattern);
                    }
                }
            }
        }
        if (dimension == 0) {
            auto& clause = clauses.emplace_back();
            for (const Pattern& pattern : possible_resources()) {
                clause.push_back(&pattern);
            }
        } else if (dimension > 1 && residual_.keys_[dimension - 2].truth_values_only) {
            static const std::array<Pattern, 2> truth{compile("true", Reading::exact, false),
                                                      compile("false", Reading::exact, false)};
            clauses.push_back({&truth[0], &truth[1]});
        }
        return clauses;
    }

    // Whether all its variables have no values but the literals that their keys must be one of.
    [[nodiscard]] bool is_pinned(const Pattern& pattern) const {
        return std::ranges::all_of(pattern.variables, [&](const Variable& variable) {
            const auto key = residual_.key_numbers_.find(variable.key);
            return key != residual_.key_numbers_.end() &&
                   std::ranges::any_of(clauses_of(2 + static_cast<std::size_t>(key->second)),
                                       [](const Clause& clause) {
                                           return !clause.empty() &&
                                                  std::ranges::all_of(clause, is_exact_literal);
                                       });
        });
    }

    static bool is_exact_literal(const Pattern* pattern) {
        return pattern->variables.empty() && is_literal(*pattern) &&
               pattern->reading != Reading::ignore_case;
    }

    // Gives each asserted pattern with variables, and each other clause that it must meet, to
    // `visit`, until that gives false.
    template <typename Visit>
    bool for_each_tie(Visit visit) const {
        for (std::size_t dimension = 0; dimension < demands_.size(); ++dimension) {
            const std::vector<Clause> clauses = clauses_of(dimension);
            for (std::size_t i = 0; i < clauses.size(); ++i) {
                for (const Pattern* pattern : clauses[i]) {
                    for (std::size_t j = 0; j < clauses.size(); ++j) {
                        if (i != j && !is_pinned(*pattern) &&
                            !visit(dimension, *pattern, clauses[j])) {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }

    // Whether all that an asserted pattern with variables can become meets the other clauses of
    // its dimension, so that these say nothing of the variables.
    [[nodiscard]] bool variables_are_free() const {
        return for_each_tie([&](std::size_t, const Pattern& pattern, const Clause& clause) {
            return meets(pattern, clause);
        });
    }

    [[nodiscard]] bool meets(const Pattern& pattern, const Clause& clause) const {
        const Pattern open = opened(pattern);
        WordProblem outside{{{&open}}, {}};
        for (const Pattern* other : clause) {
            if (other->variables.empty()) {
                outside.negatives.push_back(other);
            }
        }
        return find_word(std::move(outside), residual_.budget_).search == Search::none;
    }

    // Notes what variables stand for in texts that their dimensions may have. Whether these are
    // all that there are: then the other clauses are literals, or other variables alone.
    bool note_captured() {
        bool all = true;
        for_each_tie([&](std::size_t dimension, const Pattern& pattern, const Clause& clause) {
            for (const std::string& text : answers_of(dimension)) {
                note_captured(pattern, text);
            }
            bool known = true;
            for (const Pattern* other : clause) {
                if (other->variables.empty()) {
                    note_captured(pattern, literal_text(*other));
                }
                known = known && (is_exact_literal(other) || other->is_one_variable());
            }
            const bool simple =
                pattern.variables.size() == 1 && is_literal(without_variables(pattern));
            all = all && ((simple && known && !clause.empty()) || meets(pattern, clause));
            return true;
        });
        return all;
    }

    // Texts that a dimension may have, variables standing for anything.
    std::vector<std::string> answers_of(std::size_t dimension) {
        if (dimension == 0) {
            return {solve_resource(Variables::open, no_values).text};
        }
        return solve_key(dimension - 2, Variables::open, no_values).values;
    }

    static Pattern without_variables(Pattern pattern) {
        std::erase_if(pattern.tokens,
                      [](const Token& token) { return token.kind == Token::Kind::variable; });
        return pattern;
    }

    // Each variable with a part of the text that it can stand for where the pattern is the text.
    void note_captured(const Pattern& pattern, const std::string& text) {
        for (const Variable& variable : pattern.variables) {
            if (const auto part = captured(pattern, variable.key, text)) {
                captured_[variable.key].insert(*part);
            }
        }
    }

    static std::optional<std::string>
    captured(const Pattern& pattern, const std::string& key, const std::string& text) {
        if (!matches(opened(pattern), text)) {
            return std::nullopt;
        }
        for (std::size_t begin = 0; begin <= text.size(); ++begin) {
            for (std::size_t size = 0; begin + size <= text.size(); ++size) {
                const std::string_view part = std::string_view(text).substr(begin, size);
                Pattern open = pattern;
                open.variables.clear();
                open.tokens.clear();
                for (const Token& token : pattern.tokens) {
                    if (token.kind != Token::Kind::variable) {
                        open.tokens.push_back(token);
                    } else if (pattern.variables[token.index].key != key) {
                        open.tokens.push_back({Token::Kind::star, 0, 0});
                    } else {
                        for (const Token& letter : compile(part, Reading::exact, false).tokens) {
                            open.tokens.push_back(letter);
                        }
                    }
                }
                if (matches(open, text)) {
                    return std::string(part);
                }
            }
        }
        return std::nullopt;
    }

    // The keys that variables in demanded patterns take their values of.
    std::set<std::string> variables_in_use() {
        std::set<std::string> keys;
        patterns_with_variables_ = 0;
        all_whole_ = true;
        const auto note = [&](const Pattern& pattern, bool asserted) {
            for (const Variable& variable : pattern.variables) {
                keys.insert(variable.key);
            }
            if (asserted && !is_pinned(pattern)) {
                all_whole_ = all_whole_ && pattern.is_one_variable();
            }
        };
        fields_are_fixed_ = true;
        for (const int code : demands_[0]) {
            const Resources& resources = residual_.resources_[static_cast<std::size_t>(code / 2)];
            bool some = false;
            for (const Pattern& pattern : resources.globs) {
                const bool asserted = (code % 2 == 0) != resources.negated;
                note(pattern, asserted);
                some = some || (asserted && !is_pinned(pattern));
                fields_are_fixed_ =
                    fields_are_fixed_ && (pattern.variables.empty() || has_all_fields(pattern));
            }
            patterns_with_variables_ += some ? 1 : 0;
        }
        for (std::size_t dimension = 2; dimension < demands_.size(); ++dimension) {
            std::size_t here = 0;
            for (const int code : demands_[dimension]) {
                const Test& test = residual_.tests_[static_cast<std::size_t>(code / 2)];
                const bool asserted = (code % 2 == 0) != test.comparison.negated;
                bool some = false;
                for (const Predicate& predicate : test.predicates) {
                    if (const auto* pattern = std::get_if<Pattern>(&predicate.value)) {
                        note(*pattern, asserted);
                        some = some || (asserted && !is_pinned(*pattern));
                    }
                }
                here += some ? 1 : 0;
            }
            patterns_with_variables_ = std::max(patterns_with_variables_, here);
        }
        return keys;
    }

    // Gives the variables from `at` on each of their values in turn. `exact` becomes false where
    // values may be missing that would have helped.
    bool
    assign(const std::vector<std::string>& names, std::size_t at, Values& values, bool& exact) {
        if (!residual_.budget_.spend(cost_of_a_choice)) {
            exact = false;
            return false;
        }
        if (at == names.size()) {
            return complete(values, exact);
        }
        const std::string& name = names[at];
        for (const std::string& value : values_for(name, values, exact)) {
            values[name] = {value};
            if (assign(names, at + 1, values, exact)) {
                return true;
            }
        }
        values[name] = {};
        const bool good = assign(names, at + 1, values, exact);
        values.erase(name);
        return good;
    }

    // The values that can make a difference for a variable's key.
    std::vector<std::string>
    values_for(const std::string& name, const Values& assigned, bool& exact) {
        std::vector<std::string> found{usual_value(name), unknown_token(name)};
        for (const auto& [other, values] : assigned) {
            found.insert(found.end(), values.begin(), values.end());
        }
        const auto key = residual_.key_numbers_.find(name);
        if (key != residual_.key_numbers_.end()) {
            exact = add_tested_values(static_cast<std::size_t>(key->second), found) && exact;
        }
        if (const auto known = captured_.find(name); known != captured_.end()) {
            found.insert(found.end(), known->second.begin(), known->second.end());
        }
        found.emplace_back("");
        std::vector<std::string> unique;
        for (std::string& value : found) {
            if (std::ranges::find(unique, value) == unique.end()) {
                unique.push_back(std::move(value));
            }
        }
        return unique;
    }

    // The literals that a key is tested against. False where what is demanded of it leaves more
    // values than these and unknown ones.
    bool add_tested_values(std::size_t key, std::vector<std::string>& out) {
        for (const int test : residual_.keys_[key].tests) {
            for (const Predicate& predicate :
                 residual_.tests_[static_cast<std::size_t>(test)].predicates) {
                const auto* pattern = std::get_if<Pattern>(&predicate.value);
                if (pattern != nullptr && pattern->variables.empty()) {
                    out.push_back(literal_text(*pattern));
                }
            }
        }
        const KeyValues solved = solve_key(key, Variables::open, no_values);
        out.insert(out.end(), solved.values.begin(), solved.values.end());
        return is_settled_by_literals(key);
    }

    // Whether each demand on a key is about literals: then all other values are alike.
    [[nodiscard]] bool is_settled_by_literals(std::size_t key) const {
        return std::ranges::all_of(demands_[2 + key], [&](int code) {
            const Test& test = residual_.tests_[static_cast<std::size_t>(code / 2)];
            return std::ranges::all_of(test.predicates, [](const Predicate& predicate) {
                const auto* pattern = std::get_if<Pattern>(&predicate.value);
                return pattern != nullptr && is_literal(*pattern) &&
                       pattern->reading != Reading::ignore_case;
            });
        });
    }

    // A value that stands in no pattern and is longer than any run of `?`.
    [[nodiscard]] std::string unknown_token(std::string_view name) const {
        std::string token = "unknown-";
        for (const char byte : name) {
            token += byte == ':' || byte == '/' ? '-' : byte;
        }
        const auto marks = std::ranges::count(residual_.texts_, '?');
        while (residual_.texts_.find(token) != std::string::npos ||
               token.size() < static_cast<std::size_t>(marks) + 1) {
            token += 'z';
        }
        return token;
    }

    // Solves every dimension with the variables' values known, and has the request confirmed.
    bool complete(const Values& variables, bool& exact) {
        Request request;
        for (const auto& [name, values] : variables) {
            if (!is_allowed(name, variables)) {
                return false;
            }
        }
        Values all = variables;
        for (std::size_t key = 0; key < residual_.keys_.size(); ++key) {
            const std::string& name =
                residual_.tests_[static_cast<std::size_t>(residual_.keys_[key].tests.front())].key;
            if (demands_[2 + key].empty() || variables.contains(name)) {
                continue;
            }
            KeyValues solved = solve_key(key, Variables::looked_up, variables);
            if (solved.search != Search::found) {
                exact = exact && solved.search == Search::none;
                return false;
            }
            all[name] = std::move(solved.values);
        }
        for (auto& [name, values] : all) {
            if (!values.empty()) {
                request.context[spelling_of(name)] = values;
            }
        }
        request.principal = solve_principal().value_or(std::nullopt);
        return complete_resource(std::move(request), variables, exact);
    }

    bool complete_resource(Request request, const Values& variables, bool& exact) {
        const Resource resource = solve_resource(Variables::looked_up, variables);
        if (resource.search != Search::found) {
            exact = exact && resource.search == Search::none;
            return false;
        }
        request.resource = resource.text;
        if (!confirm_(request)) {
            exact = false;
            return false;
        }
        found_ = {Search::found, std::move(request), resource.star_crosses_colon};
        return true;
    }

    // Whether the value that a variable was given meets what is demanded of its key.
    bool is_allowed(const std::string& name, const Values& values) {
        const auto key = residual_.key_numbers_.find(name);
        if (key == residual_.key_numbers_.end()) {
            return true;
        }
        const Lookup lookup = lookup_in(values);
        return std::ranges::all_of(
            demands_[2 + static_cast<std::size_t>(key->second)], [&](int code) {
                return holds(residual_.tests_[static_cast<std::size_t>(code / 2)],
                             values.at(name),
                             lookup) == (code % 2 == 0);
            });
    }

    static Lookup lookup_in(const Values& values) {
        return [&values](std::string_view key) -> std::optional<std::string_view> {
            const auto found = values.find(std::string(key));
            const bool one = found != values.end() && found->second.size() == 1;
            return one ? std::optional<std::string_view>(found->second.front()) : std::nullopt;
        };
    }

    [[nodiscard]] std::string spelling_of(const std::string& name) const {
        const auto key = residual_.key_numbers_.find(name);
        return key == residual_.key_numbers_.end()
                   ? name
                   : residual_.keys_[static_cast<std::size_t>(key->second)].name;
    }

    KeyValues solve_key(std::size_t key, Variables variables, const Values& values) {
        const Lookup lookup = lookup_in(values);
        KeyProblem problem;
        for (const int code : demands_[2 + key]) {
            problem.demands.push_back(
                {&residual_.tests_[static_cast<std::size_t>(code / 2)], code % 2 == 1});
        }
        problem.may_have_several = residual_.keys_[key].may_have_several;
        problem.truth_values_only = residual_.keys_[key].truth_values_only;
        problem.variables = variables;
        problem.lookup = &lookup;
        problem.budget = &residual_.budget_;
        return solve(problem);
    }

    struct Resource {
        Search search = Search::none;
        std::string text;
        bool star_crosses_colon = false;
    };

    // A word that every asserted list matches and no refuted one: first one that stars need not
    // cross a colon for.
    Resource solve_resource(Variables variables, const Values& values) {
        const Lookup lookup = lookup_in(values);
        std::deque<Pattern> kept;
        const auto resolved = [&](const Pattern& pattern, bool asserted) -> const Pattern* {
            if (pattern.variables.empty()) {
                return &pattern;
            }
            if (variables == Variables::open) {
                return asserted ? &kept.emplace_back(opened(pattern)) : nullptr;
            }
            auto replaced = substitute(pattern, lookup);
            return replaced ? &kept.emplace_back(std::move(*replaced)) : nullptr;
        };
        const auto negatives = resource_patterns(false);
        WordProblem fieldwise;
        WordProblem whole;
        for (const Pattern* pattern : negatives) {
            if (const Pattern* known = resolved(*pattern, false)) {
                whole.negatives.push_back(known);
            }
        }
        fieldwise.negatives = whole.negatives;
        for (const int code : demands_[0]) {
            const Resources& resources = residual_.resources_[static_cast<std::size_t>(code / 2)];
            if ((code % 2 == 0) == resources.negated) {
                continue;
            }
            auto& clause = whole.clauses.emplace_back();
            auto& field_clause = fieldwise.clauses.emplace_back();
            for (std::size_t i = 0; i < resources.globs.size(); ++i) {
                const bool taken_back = std::ranges::any_of(negatives, [&](const Pattern* other) {
                    return identity(*other) == identity(resources.globs[i]);
                });
                const Pattern* known = taken_back ? nullptr : resolved(resources.globs[i], true);
                if (known != nullptr) {
                    clause.push_back(known);
                    field_clause.push_back(resolved(resources.fieldwise[i], true));
                }
            }
        }
        auto& possible = whole.clauses.emplace_back();
        for (const Pattern& pattern : possible_resources()) {
            possible.push_back(&pattern);
        }
        fieldwise.clauses.push_back(possible);
        return solve_either(fieldwise, whole);
    }

    Resource solve_either(const WordProblem& fieldwise, const WordProblem& whole) const {
        for (const auto& clause : whole.clauses) {
            for (const Pattern* pattern : clause) {
                std::string text = usual_resource(pattern_text(*pattern));
                if (is_solution(fieldwise, text)) {
                    return {Search::found, std::move(text), false};
                }
            }
        }
        Word word = find_word(fieldwise, residual_.budget_);
        if (word.search == Search::found) {
            return {Search::found, std::move(word.text), false};
        }
        word = find_word(whole, residual_.budget_);
        return {word.search, std::move(word.text), true};
    }

    // A pattern spelt out again, its variables replaced.
    static std::string pattern_text(const Pattern& pattern) {
        std::string text;
        for (const Token& token : pattern.tokens) {
            const bool star =
                token.kind == Token::Kind::star || token.kind == Token::Kind::star_in_field;
            const bool any =
                token.kind == Token::Kind::any || token.kind == Token::Kind::any_in_field;
            text += star ? '*' : (any ? '?' : token.byte);
        }
        return text;
    }

    // The patterns that the demands assert, or that they refute.
    [[nodiscard]] std::vector<const Pattern*> resource_patterns(bool asserted) const {
        std::vector<const Pattern*> patterns;
        for (const int code : demands_[0]) {
            const Resources& resources = residual_.resources_[static_cast<std::size_t>(code / 2)];
            if (((code % 2 == 0) != resources.negated) == asserted) {
                for (const Pattern& pattern : resources.globs) {
                    patterns.push_back(&pattern);
                }
            }
        }
        return patterns;
    }

    // Nothing: no principal will do. An empty answer: none is needed.
    std::optional<std::optional<policy::Principal>> solve_principal() {
        if (demands_[1].empty()) {
            return std::optional<policy::Principal>{};
        }
        for (const policy::Principal& candidate : principal_candidates()) {
            const bool good = std::ranges::all_of(demands_[1], [&](int code) {
                const policy::Principals& named =
                    residual_.principals_[static_cast<std::size_t>(code / 2)];
                const bool some = std::ranges::any_of(
                    named.values, [&](const auto& name) { return takes_in(name, candidate); });
                return (some != named.negated) == (code % 2 == 0);
            });
            if (good) {
                return std::optional(candidate);
            }
        }
        return std::nullopt;
    }

    // Those that are named, one more of each named account and role, and some that are not named.
    [[nodiscard]] std::vector<policy::Principal> principal_candidates() const {
        std::vector<policy::Principal> found;
        for (const policy::Principals& principals : residual_.principals_) {
            for (const policy::Principal& named : principals.values) {
                if (named.value != "*") {
                    found.push_back(named);
                    add_members(named, found);
                }
            }
        }
        found.push_back({"AWS", "arn:aws:iam::111122223333:user/example"});
        found.push_back({"AWS", "arn:aws:iam::444455556666:user/example-unnamed"});
        found.push_back({"Service", "example.amazonaws.com"});
        found.push_back({"Federated", "example.com"});
        found.push_back({"CanonicalUser", "example"});
        return found;
    }

    static void add_members(const policy::Principal& named, std::vector<policy::Principal>& out) {
        if (named.kind != "AWS") {
            return;
        }
        const std::size_t role = named.value.find(":role/");
        if (role != std::string::npos && named.value.starts_with("arn:aws:iam::")) {
            out.push_back({"AWS",
                           fmt::format("arn:aws:sts::{}:assumed-role/{}/example",
                                       named.value.substr(13, role - 13),
                                       named.value.substr(named.value.rfind('/') + 1))});
        }
        const std::size_t first = named.value.find_first_of("0123456789");
        constexpr std::size_t digits = 12;
        if (first != std::string::npos && named.value.size() >= first + digits) {
            out.push_back({"AWS",
                           fmt::format("arn:aws:iam::{}:user/example-unnamed",
                                       named.value.substr(first, digits))});
        }
    }

    inline static const Values no_values;

    Residual& residual_;
    const Residual::Confirm& confirm_;
    std::vector<std::set<int>> demands_;
    std::size_t patterns_with_variables_ = 0; // most of those asserted in one dimension
    bool all_whole_ = true;                   // each asserted one is a variable and nothing else
    std::map<std::string, std::set<std::string>> captured_; // by key of a variable
    bool fields_are_fixed_ = true; // no variable has to hold a `:` to make an ARN
    bool unsure_ = false;
    Found found_;
};

Found Residual::search(const std::vector<Body>& asserted,
                       const std::vector<Body>& refuted,
                       const Confirm& confirm) {
    return ResidualSearch(*this, confirm).run(asserted, refuted);
}

} // namespace polhist::access
