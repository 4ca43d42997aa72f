#include "access/demands.h"

#include "access/overlap.h"

#include <algorithm>
#include <cstdint>

namespace polhist::access {
namespace {

// Each variable an unknown of its own; one with a fallback may be either.
Meaning open_meaning(const Parts& parts) {
    return [&parts](const Variable& variable, bool asserted) -> std::optional<std::vector<Token>> {
        const std::uint32_t number = parts.number_of_variable(variable.key);
        if (variable.fallback && !asserted) {
            return std::nullopt;
        }
        constexpr std::uint32_t or_its_fallback = 0x20000000; // above all numbers of variables
        return std::vector{
            Token{Token::Kind::unknown, 0, variable.fallback ? number | or_its_fallback : number}};
    };
}

// A name for the demands on a dimension.
std::vector<int> name_of(Dimension dimension, const DemandedParts& demanded) {
    std::vector<int> name{static_cast<int>(dimension)};
    for (const Demanded& one : demanded) {
        name.push_back(one.code());
    }
    return name;
}

// The same as one number, where they fit into it.
std::optional<std::uint64_t> short_name_of(Dimension dimension, const DemandedParts& demanded) {
    constexpr unsigned bits = 21;                      // of each of three numbers
    std::uint64_t name = std::uint64_t{dimension} + 1; // never 0: names of each length differ
    if (demanded.size() > 2 || name >> bits != 0) {
        return std::nullopt;
    }
    for (const Demanded& one : demanded) {
        const std::uint64_t number = static_cast<std::uint32_t>(one.code()) + std::uint64_t{1};
        if (number >> bits != 0) {
            return std::nullopt;
        }
        name = name << bits | number;
    }
    return name;
}

bool has_variables(const std::vector<Demand>& demands) {
    return std::ranges::any_of(demands, [](const Demand& demand) {
        return std::ranges::any_of(demand.test->predicates, [](const Predicate& predicate) {
            const auto* pattern = std::get_if<Pattern>(&predicate.value);
            return pattern != nullptr && !pattern->variables.empty();
        });
    });
}

} // namespace

std::size_t KnownAnswers::Hash::operator()(std::uint64_t number) const {
    number *= 0x9e3779b97f4a7c15ULL;
    return number ^ (number >> 32U);
}

std::size_t KnownAnswers::Hash::operator()(const std::vector<int>& numbers) const {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const int number : numbers) {
        hash ^= static_cast<std::uint32_t>(number);
        hash *= 0x9e3779b97f4a7c15ULL;
        hash ^= hash >> 29U;
    }
    return hash;
}

std::pair<bool*, bool> KnownAnswers::at(Dimension dimension, const DemandedParts& demanded) {
    if (const auto name = short_name_of(dimension, demanded)) {
        const auto [known, fresh] = short_.emplace(*name, true);
        return {&known->second, fresh};
    }
    const auto [known, fresh] = long_.emplace(name_of(dimension, demanded), true);
    return {&known->second, fresh};
}

bool Dimensions::may_be_present(Dimension dimension, const DemandedParts& demanded) {
    const auto [known, fresh] = known_present_.at(dimension, demanded);
    if (fresh) {
        const auto may_be = [&](Presence presence) {
            return may_meet(dimension, demanded, open_meaning(parts_), {presence, nullptr}) !=
                   Search::none;
        };
        *known = may_be(Presence::one) || may_be(Presence::several);
    }
    return *known;
}

bool Dimensions::may_meet(Dimension dimension, const DemandedParts& demanded) {
    // Looking demands up is paid for as well, and keeping the answer: long lists are asked about
    // again and again.
    constexpr std::size_t cost_of_a_lookup = 4;
    constexpr std::size_t cost_of_an_answer = 8;
    if (!budget_.spend(cost_of_a_lookup + demanded.size())) {
        return true;
    }
    const auto [known, fresh] = known_.at(dimension, demanded);
    if (fresh) {
        budget_.spend(cost_of_an_answer);
        *known = may_meet(dimension, demanded, open_meaning(parts_), {}) != Search::none;
    }
    return *known;
}

Search Dimensions::may_meet(Dimension dimension,
                            const DemandedParts& demanded,
                            const Meaning& meaning,
                            const KeyForm& form) {
    if (dimension == resource_dimension) {
        return may_find_resource(resource_demands(demanded), meaning, budget_);
    }
    if (dimension == principal_dimension) {
        return find_caller(demanded) ? Search::found : Search::none;
    }
    KeyProblem problem = key_problem(dimension, demanded, form);
    problem.unknowns =
        has_variables(problem.demands) || (form.shape != nullptr && has_unknowns(*form.shape));
    const Lookup nothing = [](std::string_view) { return std::span<const std::string>{}; };
    problem.meaning = &meaning;
    problem.lookup = &nothing;
    return solve(problem).search;
}

KeyValues Dimensions::find_values(Dimension dimension,
                                  const DemandedParts& demanded,
                                  const Lookup& lookup,
                                  const KeyForm& form) {
    KeyProblem problem = key_problem(dimension, demanded, form);
    problem.lookup = &lookup;
    return solve(problem);
}

Resource Dimensions::find_resource(const DemandedParts& demanded, const Lookup& lookup) {
    return access::find_resource(resource_demands(demanded), lookup, preferred_, budget_);
}

bool Dimensions::may_be_among(const DemandedParts& demanded, std::span<const Pattern> patterns) {
    constexpr std::size_t enough = 50'000;
    Budget part(std::min(budget_.left(), enough));
    Steps steps(part);
    const bool may_be = std::ranges::any_of(patterns, [&](const Pattern& pattern) {
        return std::ranges::all_of(demanded, [&](const Demanded& one) {
            const ResourceList& list = parts_.resources(one.number());
            return list.negated || std::ranges::any_of(list.globs, [&](const Pattern& glob) {
                       return glob.variables.empty() ? may_overlap(pattern, glob, steps)
                                                     : may_overlap(pattern, opened(glob), steps);
                   });
        });
    });
    steps.settle();
    budget_.spend(enough - part.left());
    return may_be;
}

std::optional<policy::Principal> Dimensions::find_caller(const DemandedParts& demanded) {
    Callers::Set left = callers_.everybody();
    budget_.spend(left.size() * (demanded.size() + 1) / 16);
    for (const Demanded& one : demanded) {
        callers_.keep(left, static_cast<std::size_t>(one.number()), one.refuted());
    }
    return callers_.first_of(left);
}

const std::string& Dimensions::unknown_token(const std::string& key) {
    if (!marks_) {
        marks_ = static_cast<std::size_t>(std::ranges::count(parts_.texts(), '?'));
    }
    std::string& token = tokens_[key];
    if (token.empty()) {
        token = "unknown-";
        for (const char byte : key) {
            token += byte == ':' || byte == '/' ? '-' : byte;
        }
        while (token.size() < *marks_ + 1 || parts_.texts().find(token) != std::string::npos) {
            token += 'z';
        }
    }
    return token;
}

KeyProblem
Dimensions::key_problem(Dimension dimension, const DemandedParts& demanded, const KeyForm& form) {
    KeyProblem problem;
    for (const Demanded& one : demanded) {
        problem.demands.push_back({&parts_.test(one.number()), one.refuted()});
    }
    const Key& key = parts_.key(dimension);
    problem.kind = key.kind;
    problem.key = key.name;
    for (const int number : key.kind.mixed ? key.tests : std::vector<int>{}) {
        problem.mixed.push_back(&parts_.test(number));
    }
    problem.presence = form.presence;
    problem.shape = form.shape;
    problem.budget = &budget_;
    return problem;
}

std::vector<ResourceDemand> Dimensions::resource_demands(const DemandedParts& demanded) const {
    std::vector<ResourceDemand> demands;
    for (const Demanded& one : demanded) {
        demands.push_back({&parts_.resources(one.number()), one.refuted()});
    }
    return demands;
}

} // namespace polhist::access
