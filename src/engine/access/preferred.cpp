#include "access/preferred.h"

#include "access/arn.h"
#include "access/overlap.h"
#include "access/samples.h"

#include <algorithm>

namespace polhist::access {
namespace {

// What the service of an ARN and its last field begin with.
struct Shape {
    std::string_view service;
    std::string_view rest;
    bool any = false; // no ARN, or one with a wildcard before the service
};

std::string_view fixed_beginning(std::string_view pattern) {
    return pattern.substr(0, pattern.find_first_of("*?"));
}

Shape shape_of(std::string_view pattern) {
    const ArnFields arn = arn_fields(pattern);
    return {fixed_beginning(arn.service), fixed_beginning(arn.rest), arn.service.empty()};
}

bool may_go_together(const Shape& left, const Shape& right) {
    const auto agree = [](std::string_view one, std::string_view other) {
        return one.starts_with(other) || other.starts_with(one);
    };
    return left.any || right.any ||
           (agree(left.service, right.service) && agree(left.rest, right.rest));
}

class PreferredSearch {
public:
    PreferredSearch(const WordProblem& problem, const Preferred& preferred, Budget& budget)
        : problem_(problem),
          preferred_(preferred),
          budget_(budget),
          steps_(budget) {
        for (const Pattern& pattern : preferred.patterns) {
            shapes_.push_back(shape_of(pattern.text));
        }
    }

    std::optional<std::string> run(const std::vector<std::string>& written) {
        // Of each preferred pattern those written that it may go together with.
        std::vector<std::vector<const std::string*>> likely(shapes_.size());
        for (const std::string& pattern : written) {
            const Shape shape = shape_of(pattern);
            for (std::size_t i = 0; i < shapes_.size() && steps_.take(1); ++i) {
                if (may_go_together(shapes_[i], shape)) {
                    likely[i].push_back(&pattern);
                }
            }
        }
        for (std::size_t i = 0; i < shapes_.size(); ++i) {
            if (!likely[i].empty() && is_solution(problem_, preferred_.samples[i], steps_)) {
                return preferred_.samples[i];
            }
        }
        for (std::size_t i = 0; i < shapes_.size(); ++i) {
            if (auto text = written_text(likely[i], preferred_.patterns[i])) {
                return text;
            }
        }
        for (std::size_t i = 0; i < shapes_.size(); ++i) {
            if (auto text = likely[i].empty() ? std::nullopt : searched(preferred_.patterns[i])) {
                return text;
            }
        }
        return std::nullopt;
    }

private:
    // A text that looks like one of those written. A star may have to hold more than one part of a
    // path.
    std::optional<std::string> written_text(const std::vector<const std::string*>& written,
                                            const Pattern& preferred) {
        for (const std::string* pattern : written) {
            std::string longer = *pattern;
            const std::size_t most_parts = pattern->ends_with('*') ? 4 : 1;
            for (std::size_t parts = 0; parts < most_parts; ++parts, longer += "/*") {
                std::string text = usual_arn(longer);
                if (matches(preferred, text, steps_) && is_solution(problem_, text, steps_)) {
                    return text;
                }
            }
        }
        return std::nullopt;
    }

    // Each preferred pattern by itself: of many at once the automaton is large.
    std::optional<std::string> searched(const Pattern& preferred) {
        const bool may_be = std::ranges::all_of(problem_.clauses, [&](const auto& clause) {
            return std::ranges::any_of(
                clause, [&](const Pattern* one) { return may_overlap(preferred, *one, steps_); });
        });
        if (!may_be) {
            return std::nullopt;
        }
        steps_.settle();
        // Nine in ten that are found take less.
        constexpr std::size_t enough = 12'000;
        const std::size_t most = std::min(budget_.left(), enough);
        Budget part(most);
        WordProblem typed = problem_;
        typed.clauses.push_back({&preferred});
        Word word = find_word(std::move(typed), part);
        budget_.spend(most - part.left());
        return word.search == Search::found ? std::optional(std::move(word.text)) : std::nullopt;
    }

    const WordProblem& problem_;
    const Preferred& preferred_;
    Budget& budget_;
    Steps steps_;
    std::vector<Shape> shapes_; // of the preferred patterns
};

} // namespace

std::optional<std::string> preferred_word(const WordProblem& problem,
                                          const Preferred& preferred,
                                          const std::vector<std::string>& written,
                                          Budget& budget) {
    constexpr std::size_t enough = 50'000; // in units of Budget
    const std::size_t most = std::min(budget.left(), enough);
    Budget part(most);
    auto found = PreferredSearch(problem, preferred, part).run(written);
    budget.spend(most - part.left());
    return found;
}

} // namespace polhist::access
