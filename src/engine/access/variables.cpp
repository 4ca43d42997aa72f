#include "access/variables.h"

#include "access/capture.h"
#include "access/samples.h"

#include <algorithm>
#include <map>
#include <set>

namespace polhist::access {
namespace {

constexpr std::size_t cost_of_a_choice = 1000; // in units of Budget
constexpr std::size_t cost_of_a_look = 50;

using Tokens = std::vector<Token>;
using Values = std::map<std::string, std::vector<std::string>, std::less<>>; // by folded key

// One case of what a variable's key may be.
struct Case {
    Presence presence = Presence::one;
    Tokens tokens; // of the one value; those that are not fixed are unknowns
};

// A key that variables take their value of.
struct Source {
    std::string key;
    std::optional<Dimension> dimension; // where something tests it
    std::vector<Case> cases;
};

Tokens tokens_of(std::string_view text) {
    Tokens tokens;
    for (const char byte : text) {
        tokens.push_back({Token::Kind::character, byte});
    }
    return tokens;
}

Pattern pattern_of(Tokens tokens) {
    Pattern pattern;
    pattern.reading = Reading::glob;
    pattern.tokens = std::move(tokens);
    return pattern;
}

const Pattern* pattern_in(const Predicate& predicate) {
    return std::get_if<Pattern>(&predicate.value);
}

class Settlement {
public:
    Settlement(const Parts& parts,
               Dimensions& dimensions,
               Budget& budget,
               const std::vector<DemandedParts>& demands,
               const Confirm& confirm)
        : parts_(parts),
          dimensions_(dimensions),
          budget_(budget),
          demands_(demands),
          confirm_(confirm) {}

    Found run() {
        gather_sources();
        std::vector<const Case*> chosen;
        choose(chosen);
        if (found_.search != Search::found && unsure_) {
            found_.search = Search::gave_up;
        }
        return std::move(found_);
    }

private:
    // --- What there is to settle

    // Gives each pattern that is demanded in a dimension to `visit`, and whether it must match.
    template <typename Visit>
    void for_each_pattern(Dimension dimension, Visit visit) const {
        if (dimension == principal_dimension) {
            return;
        }
        for (const Demanded& one : demands_[dimension]) {
            if (dimension == resource_dimension) {
                const ResourceList& list = parts_.resources(one.number());
                for (const Pattern& pattern : list.globs) {
                    visit(pattern, one.refuted() == list.negated);
                }
                continue;
            }
            const Test& test = parts_.test(one.number());
            for (const Predicate& predicate : test.predicates) {
                if (const Pattern* pattern = pattern_in(predicate)) {
                    visit(*pattern, one.refuted() == test.comparison.negated);
                }
            }
        }
    }

    void gather_sources() {
        gather_equalities();
        std::map<std::string, bool> keys; // whether a pattern that must match has it
        for (Dimension dimension = 0; dimension < demands_.size(); ++dimension) {
            for_each_pattern(dimension, [&](const Pattern& pattern, bool asserted) {
                for (const Variable& variable : pattern.variables) {
                    bool& matters = keys[variable.key];
                    matters = matters || asserted || variable.fallback.has_value();
                    ties_.insert(dimension);
                    if (dimension == resource_dimension) {
                        resource_keys_.insert(variable.key);
                    }
                }
            });
        }
        for (const auto& [key, matters] : keys) {
            Source source{key, parts_.dimension_of(key), {}};
            source.cases = cases_of(source);
            const bool demanded = source.dimension && !demands_[*source.dimension].empty();
            if (!demanded && !matters) {
                source.cases.resize(1); // absent or not, what it stands in matches nothing
            }
            positions_.emplace(key, sources_.size());
            sources_.push_back(std::move(source));
        }
    }

    std::vector<Case> cases_of(const Source& source) {
        std::vector<Case> cases;
        const bool several = parts_.kind_of_key(source.key).several;
        if (!source.dimension) {
            cases = {{Presence::one, {unknown_of(source.key)}}, {Presence::absent, {}}};
            if (several) {
                cases.push_back({Presence::several, {}});
            }
            return cases;
        }
        for (Tokens& tokens : forms_of(source)) {
            cases.push_back({Presence::one, std::move(tokens)});
        }
        cases.push_back({Presence::absent, {}});
        if (several) {
            cases.push_back({Presence::several, {}});
        }
        return cases;
    }

    [[nodiscard]] Token unknown_of(const std::string& key) const {
        return {Token::Kind::unknown, 0, parts_.number_of_variable(key)};
    }

    // The forms that one value of a key must have one of: those of the shortest list of patterns
    // that it must match, if there is such a list.
    [[nodiscard]] std::vector<Tokens> forms_of(const Source& source) {
        if (parts_.key(*source.dimension).kind.values == ValueKind::truth) {
            return {tokens_of("true"), tokens_of("false")};
        }
        const Test* best = nullptr;
        look_for_forms(*source.dimension, best);
        if (const auto equal = equal_to_.find(source.key); equal != equal_to_.end()) {
            for (const Equality& one : equal->second) {
                if (one.always) {
                    look_for_forms(one.dimension, best);
                }
            }
        }
        constexpr std::size_t most = 64;
        if (best == nullptr || best->predicates.size() > most) {
            return {{unknown_of(source.key)}};
        }
        std::vector<Tokens> forms;
        for (const Predicate& predicate : best->predicates) {
            const Pattern* pattern = pattern_in(predicate);
            forms.push_back(pattern == nullptr ? Tokens{unknown_of(source.key)}
                                               : form_of(*pattern));
        }
        return forms;
    }

    // The shortest list of patterns that a value in a dimension must match, if it is shorter than
    // `best`; lists that only name a variable tell nothing. The dimension must have one value.
    void look_for_forms(Dimension dimension, const Test*& best) const {
        for (const Demanded& one : demands_[dimension]) {
            const Test& test = parts_.test(one.number());
            const bool asserted = one.refuted() == test.comparison.negated;
            const bool words = test.comparison.type == Type::string ||
                               test.comparison.type == Type::arn ||
                               test.comparison.type == Type::boolean;
            if (asserted && words && whole_variable(test) == nullptr &&
                (best == nullptr || test.predicates.size() < best->predicates.size())) {
                best = &test;
            }
        }
    }

    // The variable that a test compares its whole value with, if it compares with nothing else.
    static const Variable* whole_variable(const Test& test) {
        const Pattern* pattern =
            test.predicates.size() == 1 ? pattern_in(test.predicates.front()) : nullptr;
        const bool exact = test.comparison.type == Type::string &&
                           test.comparison.relation != Relation::equal_ignoring_case;
        return exact && pattern != nullptr && pattern->is_one_variable()
                   ? &pattern->variables.front()
                   : nullptr;
    }

    // A dimension whose value, where it has one, must be that of a key.
    struct Equality {
        Dimension dimension = 0;
        bool always = false; // it must be there, and cannot have several values
    };

    // Of each key, the dimensions that must be equal to it.
    void gather_equalities() {
        for (Dimension at = first_key_dimension; at < demands_.size(); ++at) {
            for (const Demanded& one : demands_[at]) {
                const Test& test = parts_.test(one.number());
                const Variable* variable = whole_variable(test);
                if (variable != nullptr && one.refuted() == test.comparison.negated) {
                    const bool must_be_there = holds_absent(test) == one.refuted();
                    equal_to_[variable->key].push_back(
                        {at, must_be_there && !parts_.key(at).kind.several});
                }
            }
        }
    }

    // A pattern with an unknown of its own for all that it leaves open.
    Tokens form_of(const Pattern& pattern) {
        constexpr std::uint32_t first_own = 0x40000000; // above all numbers of variables
        Tokens tokens;
        for (const Token& token : pattern.tokens) {
            if (token.kind == Token::Kind::character) {
                tokens.push_back(token);
            } else if (token.kind == Token::Kind::variable &&
                       !pattern.variables[token.index].fallback &&
                       pattern.reading != Reading::ignore_case) {
                tokens.push_back(unknown_of(pattern.variables[token.index].key));
            } else {
                tokens.push_back({Token::Kind::unknown, 0, first_own + own_unknowns_++});
            }
        }
        return tokens;
    }

    // --- Cases

    bool choose(std::vector<const Case*>& chosen) {
        if (!budget_.spend(cost_of_a_choice)) {
            unsure_ = true;
            return false;
        }
        if (chosen.size() == sources_.size()) {
            if (!may_be_met(chosen)) {
                return false;
            }
            unsure_ = true;
            return find(chosen);
        }
        const Source& source = sources_[chosen.size()];
        for (const Case& one : source.cases) {
            if (!suits_its_key(source, one)) {
                continue;
            }
            chosen.push_back(&one);
            if (choose(chosen)) {
                return true;
            }
            chosen.pop_back();
        }
        return false;
    }

    // Whether a key may be like this, as far as it is tested without other variables.
    bool suits_its_key(const Source& source, const Case& one) {
        if (!source.dimension || ties_.contains(*source.dimension)) {
            return true;
        }
        const Pattern shape = pattern_of(one.tokens);
        const KeyForm form = form_in(one, shape);
        return dimensions_.may_meet(
                   *source.dimension, demands_[*source.dimension], nothing_known, form) !=
               Search::none;
    }

    static KeyForm form_in(const Case& one, const Pattern& shape) {
        return {one.presence, one.presence == Presence::one ? &shape : nullptr};
    }

    // Whether all dimensions that variables stand in may be met in this case.
    bool may_be_met(const std::vector<const Case*>& chosen_cases) {
        const std::vector<Case> chosen = unified(chosen_cases);
        const Meaning meaning = [&](const Variable& variable, bool) -> std::optional<Tokens> {
            const Case& one = chosen[position_of(variable.key)];
            if (one.presence == Presence::one) {
                return one.tokens;
            }
            const bool falls_back = one.presence == Presence::absent && variable.fallback;
            return falls_back ? std::optional(tokens_of(*variable.fallback)) : std::nullopt;
        };
        return std::ranges::all_of(ties_, [&](Dimension dimension) {
            if (!budget_.spend(cost_of_a_look + demands_[dimension].size())) {
                return true;
            }
            const auto source = dimension < first_key_dimension
                                    ? positions_.end()
                                    : positions_.find(parts_.key(dimension).name);
            Pattern shape;
            KeyForm form;
            if (source != positions_.end()) {
                const Case& one = chosen[source->second];
                shape = pattern_of(one.tokens);
                form = form_in(one, shape);
            }
            return dimensions_.may_meet(dimension, demands_[dimension], meaning, form) !=
                   Search::none;
        });
    }

    // The cases with what equalities tell: of two keys that must be equal, one of which may be
    // anything, both are what the other is. Example: k1 must be `${k2}`, and k2 one of the form
    // `a*`; then so is k1, and `${k1}` elsewhere stands for the same text.
    [[nodiscard]] std::vector<Case> unified(const std::vector<const Case*>& chosen) const {
        std::vector<Case> cases;
        for (const Case* one : chosen) {
            cases.push_back(*one);
        }
        constexpr int rounds = 8; // more than any real chain of equalities takes
        for (int round = 0; round < rounds && !equal_to_.empty(); ++round) {
            for (const auto& [key, equalities] : equal_to_) {
                for (const Equality& one : equalities) {
                    const auto at = positions_.find(parts_.key(one.dimension).name);
                    if (at != positions_.end()) {
                        unify(cases, at->second, position_of(key));
                    }
                }
            }
        }
        return cases;
    }

    void unify(std::vector<Case>& cases, std::size_t left, std::size_t right) const {
        if (cases[left].presence != Presence::one || cases[right].presence != Presence::one) {
            return;
        }
        if (cases[left].tokens == Tokens{unknown_of(sources_[left].key)}) {
            cases[left].tokens = cases[right].tokens;
        } else if (cases[right].tokens == Tokens{unknown_of(sources_[right].key)}) {
            cases[right].tokens = cases[left].tokens;
        }
    }

    [[nodiscard]] std::size_t position_of(const std::string& key) const {
        return positions_.find(key)->second;
    }

    // --- Values

    // Looks for values in a case: usual ones first, then those that other texts suggest.
    bool find(const std::vector<const Case*>& chosen) {
        Values values;
        suggested_.clear();
        if (assign(chosen, values)) {
            return true;
        }
        suggest_values();
        return !suggested_.empty() && assign(chosen, values);
    }

    // Gives the sources from the first without a value on each of their values in turn.
    bool assign(const std::vector<const Case*>& chosen, Values& values) {
        if (tries_ == 0 || !budget_.spend(cost_of_a_choice)) {
            return false;
        }
        if (values.size() == sources_.size()) {
            tries_ -= found_.search == Search::found ? 1 : 0;
            return complete(values);
        }
        const Source& source = sources_[values.size()];
        for (std::vector<std::string>& one : values_for(source, *chosen[values.size()], values)) {
            values[source.key] = std::move(one);
            if (assign(chosen, values)) {
                return true;
            }
            values.erase(source.key);
        }
        return false;
    }

    std::vector<std::vector<std::string>>
    values_for(const Source& source, const Case& one, const Values& assigned) {
        if (one.presence == Presence::absent) {
            return {{}};
        }
        if (one.presence == Presence::several && !source.dimension) {
            return {{"example", "other"}};
        }
        const Pattern shape = pattern_of(one.tokens);
        std::vector<std::vector<std::string>> found;
        if (source.dimension) {
            const Lookup lookup = lookup_in(assigned);
            KeyValues solved = dimensions_.find_values(
                *source.dimension, demands_[*source.dimension], lookup, {one.presence, nullptr});
            if (solved.search == Search::found) {
                found.push_back(std::move(solved.values));
            }
        }
        if (one.presence == Presence::one) {
            for (std::string& text : texts_for(source, shape, assigned)) {
                found.push_back({std::move(text)});
            }
        }
        return found;
    }

    // Texts that a key may have for its one value, those that look usual first.
    std::vector<std::string>
    texts_for(const Source& source, const Pattern& shape, const Values& assigned) {
        if (is_literal(shape)) {
            const std::string text = literal_text(shape);
            const bool fits = admits(parts_.kind_of_key(source.key), source.key, text);
            return fits ? std::vector{text} : std::vector<std::string>{};
        }
        const std::string& token = dimensions_.unknown_token(source.key);
        std::vector<std::string> all = usual_values(source.key);
        all.insert(all.end(), {token, filled(shape, "example"), filled(shape, token)});
        if (ties_.contains(resource_dimension)) {
            add_resources(all);
        }
        for (const auto& [other, values] : assigned) {
            if (values.size() == 1) {
                all.push_back(values.front());
            }
        }
        if (source.dimension) {
            for (const int number : parts_.key(*source.dimension).tests) {
                for (const Predicate& predicate : parts_.test(number).predicates) {
                    const Pattern* pattern = pattern_in(predicate);
                    if (pattern == nullptr) {
                        all.push_back(predicate.text);
                    } else if (pattern->variables.empty()) {
                        all.push_back(example(*pattern, "example"));
                    }
                }
            }
        }
        const auto known = suggested_.find(source.key);
        if (known != suggested_.end()) {
            all.insert(all.end(), known->second.begin(), known->second.end());
        }
        all.emplace_back("");
        const KeyKind kind = parts_.kind_of_key(source.key);
        std::erase_if(all,
                      [&](const std::string& text) { return !admits(kind, source.key, text); });
        return unique_matches(all, opened(shape));
    }

    // What a variable may be that is the beginning of a resource, or all of it.
    void add_resources(std::vector<std::string>& out) const {
        constexpr std::size_t most = 4;
        const auto& samples = dimensions_.preferred().samples;
        for (std::size_t i = 0; i < std::min(samples.size(), most); ++i) {
            out.push_back(samples[i].substr(0, samples[i].rfind('/')));
            out.push_back(samples[i]);
        }
        out.emplace_back("arn:aws:s3:::example");
    }

    static std::vector<std::string> unique_matches(std::vector<std::string>& texts,
                                                   const Pattern& shape) {
        std::vector<std::string> unique;
        for (std::string& text : texts) {
            if (matches(shape, text) && std::ranges::find(unique, text) == unique.end()) {
                unique.push_back(std::move(text));
            }
        }
        return unique;
    }

    static std::string filled(const Pattern& shape, std::string_view filler) {
        return example(opened(shape), filler);
    }

    // Notes what variables stand for in texts that their dimensions may have.
    void suggest_values() {
        for (const Dimension dimension : ties_) {
            std::vector<std::string> texts;
            for_each_pattern(dimension, [&](const Pattern& pattern, bool asserted) {
                if (asserted && !pattern.impossible) {
                    texts.push_back(filled(pattern, "example"));
                    texts.push_back(filled(pattern, ""));
                }
            });
            for_each_pattern(dimension, [&](const Pattern& pattern, bool asserted) {
                for (const std::string& text : texts) {
                    if (asserted && !pattern.variables.empty()) {
                        capture(pattern, text, budget_, suggested_);
                    }
                }
            });
        }
    }

    // --- Requests

    // Solves every dimension with the variables' values known, and has the request confirmed.
    bool complete(const Values& variables) {
        const Lookup lookup = lookup_in(variables);
        Values all = variables;
        for (Dimension at = first_key_dimension; at < demands_.size(); ++at) {
            const std::string& name = parts_.key(at).name;
            if (variables.contains(name)) {
                if (!suits(at, variables.at(name), lookup)) {
                    return false;
                }
            } else if (!demands_[at].empty()) {
                KeyValues solved = dimensions_.find_values(at, demands_[at], lookup, {});
                if (solved.search != Search::found) {
                    unsure_ = unsure_ || solved.search == Search::gave_up;
                    return false;
                }
                all[name] = std::move(solved.values);
            }
        }
        Candidate candidate;
        for (auto& [name, values] : all) {
            if (!values.empty()) {
                candidate.request.context[parts_.spelling_of(name)] = std::move(values);
            } else if (may_have_to_miss(name)) {
                candidate.maybe_missing.push_back(name);
            }
        }
        return complete_resource(std::move(candidate), resource_for(variables, lookup));
    }

    // The resource for some values of variables: those that stand in its patterns tell it.
    const Resource& resource_for(const Values& variables, const Lookup& lookup) {
        Values used;
        for (const std::string& key : resource_keys_) {
            used.emplace(key, variables.find(key)->second);
        }
        const auto [known, fresh] = known_resources_.emplace(std::move(used), Resource{});
        if (fresh) {
            known->second = dimensions_.find_resource(demands_[resource_dimension], lookup);
        }
        return known->second;
    }

    // Whether a key that is absent might have to be, as far as its own demands tell.
    bool may_have_to_miss(const std::string& key) {
        const auto dimension = parts_.dimension_of(key);
        return !dimension || ties_.contains(*dimension) ||
               !dimensions_.may_be_present(*dimension, demands_[*dimension]);
    }

    bool complete_resource(Candidate candidate, const Resource& resource) {
        Request& request = candidate.request;
        if (!parts_.all_principals().empty()) {
            request.principal = dimensions_.find_caller(demands_[principal_dimension]);
        }
        if (resource.search != Search::found) {
            unsure_ = unsure_ || resource.search == Search::gave_up;
            return false;
        }
        request.resource = resource.text;
        candidate.star_crosses_colon = resource.star_crosses_colon;
        const auto grade = confirm_(candidate);
        if (!grade) {
            unsure_ = true;
            return false;
        }
        if (found_.search != Search::found || grade->rank < found_.grade.rank) {
            found_ = {Search::found, std::move(request), *grade};
        }
        return found_.grade.rank == 0;
    }

    // Whether the values of a key meet what is demanded of it.
    bool suits(Dimension dimension, const std::vector<std::string>& values, const Lookup& lookup) {
        return std::ranges::all_of(demands_[dimension], [&](const Demanded& one) {
            return holds(parts_.test(one.number()), values, lookup) != one.refuted();
        });
    }

    static Lookup lookup_in(const Values& values) {
        return [&values](std::string_view key) -> std::span<const std::string> {
            const auto found = values.find(key);
            return found == values.end() ? std::span<const std::string>{} : found->second;
        };
    }

    inline static const Meaning nothing_known = [](const Variable&, bool) {
        return std::optional<Tokens>{};
    };

    const Parts& parts_;
    Dimensions& dimensions_;
    Budget& budget_;
    const std::vector<DemandedParts>& demands_;
    const Confirm& confirm_;
    std::vector<Source> sources_;
    std::map<std::string, std::size_t, std::less<>> positions_; // of sources, by key
    std::map<std::string, std::vector<Equality>> equal_to_;
    std::set<Dimension> ties_;                         // dimensions that variables stand in
    std::set<std::string, std::less<>> resource_keys_; // keys whose variables stand in resources
    std::map<Values, Resource> known_resources_;       // by the values of these
    std::uint32_t own_unknowns_ = 0;
    Suggestions suggested_;
    bool unsure_ = false;
    std::size_t tries_ = 32; // for a better request, once one was found
    Found found_;
};

} // namespace

Found settle(const Parts& parts,
             Dimensions& dimensions,
             Budget& budget,
             const std::vector<DemandedParts>& demands,
             const Confirm& confirm) {
    return Settlement(parts, dimensions, budget, demands, confirm).run();
}

} // namespace polhist::access
