#include "access/resource.h"

#include "access/samples.h"

#include <algorithm>
#include <deque>

namespace polhist::access {
namespace {

constexpr std::size_t arn_fields = 6;

const std::vector<Pattern>& possible_resources() {
    static const std::vector<Pattern> patterns{compile("*", Reading::exact, false),
                                               compile("arn:*:*:*:*:?*", Reading::arn, false)};
    return patterns;
}

// A pattern spelt out again, its variables replaced.
std::string text_of(const Pattern& pattern) {
    std::string text;
    for (const Token& token : pattern.tokens) {
        text += is_star(token) ? '*' : (is_fixed(token) ? token.byte : '?');
    }
    return text;
}

// The demands as words: `whole` with stars that cross fields, `fieldwise` with stars that do not.
// `Resolve` gives a pattern with variables as it is to be used, if it can match anything.
template <typename Resolve>
class Problems {
public:
    WordProblem whole;
    WordProblem fieldwise;

    Problems(const std::vector<ResourceDemand>& demands, Resolve resolve) : resolve_(resolve) {
        for (const ResourceDemand& demand : demands) {
            if (demand.refuted == demand.list->negated) {
                require(*demand.list);
            } else {
                forbid(*demand.list);
            }
        }
        auto& possible = whole.clauses.emplace_back();
        for (const Pattern& pattern : possible_resources()) {
            possible.push_back(&pattern);
        }
        fieldwise.clauses.insert(
            fieldwise.clauses.end(), whole.clauses.begin(), whole.clauses.end());
    }

    // Whether no pattern has a variable, so that there is nothing to resolve.
    [[nodiscard]] bool are_plain() const { return plain_; }

private:
    void require(const ResourceList& list) {
        auto& clause = whole.clauses.emplace_back();
        auto& field_clause = fieldwise.clauses.emplace_back();
        for (std::size_t i = 0; i < list.globs.size(); ++i) {
            add(list.globs[i], true, clause);
            add(list.fieldwise[i], true, field_clause);
        }
    }

    void forbid(const ResourceList& list) {
        for (std::size_t i = 0; i < list.globs.size(); ++i) {
            add(list.globs[i], false, whole.negatives);
            add(list.globs[i], false, fieldwise.negatives);
        }
    }

    void add(const Pattern& pattern, bool asserted, std::vector<const Pattern*>& out) {
        if (pattern.variables.empty()) {
            out.push_back(&pattern);
            return;
        }
        plain_ = false;
        if (auto resolved = resolve_(pattern, asserted)) {
            out.push_back(&kept_.emplace_back(std::move(*resolved)));
        }
    }

    Resolve resolve_;
    std::deque<Pattern> kept_;
    bool plain_ = true;
};

// Whether a pattern without variables, alone, matches a resource that can be asked for: `*` does,
// and one of six fields or more whose last can have something in it. Others may.
bool surely_possible(const Pattern& glob) {
    if (glob.text == "*") {
        return true;
    }
    std::size_t colons = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < glob.tokens.size() && colons + 1 < arn_fields; ++i) {
        colons += glob.tokens[i] == Token{Token::Kind::character, ':', 0} ? 1U : 0U;
        last = i + 1;
    }
    return glob.variables.empty() && glob.text.starts_with("arn:") && colons + 1 == arn_fields &&
           last < glob.tokens.size();
}

// Whether one list is all that is demanded, and it matches something. Most questions are no harder.
bool is_easy(const std::vector<ResourceDemand>& demands) {
    return demands.size() == 1 && !demands.front().refuted &&
           is_surely_possible(*demands.front().list);
}

// A word, one that looks like one of these patterns where one will do.
Word usual_word(const std::vector<std::string>& written, WordProblem problem, Budget& budget) {
    Steps steps(budget);
    for (const std::string& pattern : written) {
        std::string text = usual_arn(pattern);
        if (is_solution(problem, text, steps)) {
            return {Search::found, std::move(text)};
        }
    }
    if (steps.ran_out()) {
        return {Search::gave_up, {}};
    }
    steps.settle();
    return find_word(std::move(problem), budget);
}

} // namespace

bool is_surely_possible(const ResourceList& list) {
    return !list.negated && std::ranges::any_of(list.globs, surely_possible);
}

Pattern fieldwise(const Pattern& glob) {
    if (glob.text == "*") {
        return glob;
    }
    return compile(glob.text, Reading::arn, !glob.variables.empty());
}

ResourceList resource_list(bool negated, const std::vector<Pattern>& globs) {
    ResourceList list{negated, globs, {}};
    for (const Pattern& pattern : globs) {
        list.fieldwise.push_back(fieldwise(pattern));
    }
    return list;
}

Resource find_resource(const std::vector<ResourceDemand>& demands,
                       const Lookup& lookup,
                       const Preferred& preferred,
                       Budget& budget) {
    Problems problems(demands,
                      [&](const Pattern& pattern, bool) { return substitute(pattern, lookup); });
    Steps steps(budget);
    if (!simplify(problems.whole, steps)) {
        return {};
    }
    std::vector<std::string> written;
    for (const auto& clause : problems.whole.clauses) {
        for (const Pattern* pattern : clause) {
            written.push_back(text_of(*pattern));
        }
    }
    steps.settle();
    if (auto text = preferred_word(problems.fieldwise, preferred, written, budget)) {
        return {Search::found, std::move(*text), false};
    }
    Word word = usual_word(written, std::move(problems.fieldwise), budget);
    if (word.search == Search::found) {
        return {Search::found, std::move(word.text), false};
    }
    word = find_word(std::move(problems.whole), budget);
    return {word.search, std::move(word.text), true};
}

Search may_find_resource(const std::vector<ResourceDemand>& demands,
                         const Meaning& meaning,
                         Budget& budget) {
    if (!budget.spend(1)) {
        return Search::gave_up; // before lists that may be long are put together
    }
    if (is_easy(demands)) {
        return Search::found;
    }
    Problems problems(demands, [&](const Pattern& pattern, bool asserted) {
        return with_unknowns(pattern, asserted, meaning);
    });
    return problems.are_plain() ? find_word(std::move(problems.whole), budget).search
                                : may_find_word(std::move(problems.whole), budget);
}

} // namespace polhist::access
