// Small policies at random, in pairs of which the second is often the first with a few edits, so
// that all verdicts occur. The same seed gives the same pairs.

#pragma once

#include "judge/held_to.h"
#include "judge/model.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace polhist::judge {

// Which features pairs have.
enum class Profile : std::uint8_t {
    plain,            // literals and `*`, NotAction, NotResource, Deny
    globs,            // wildcards everywhere
    conditions,       // string operators on two or three keys, Null, IfExists
    points,           // numbers, dates, truth values, addresses, binary data
    arns,             // Arn operators
    sets,             // ForAllValues and ForAnyValue, plain operators on the same keys
    variables,        // `${key}` in resources and values; their keys are not tested
    variables_tested, // and tested as well
    mixed,            // one key under operators of several types
    principals,       // Principal and NotPrincipal
    everything,
    defaults,   // variables with defaults
    known_keys, // keys of AWS's table, and addresses and truth values under any operator
    instants,   // the time of a request, as a date and as a number
    known_arns, // ARNs that AWS puts into requests; variables that are whole ARNs
    short_arns, // resources with fields left out, API Gateway's abbreviation
};

constexpr std::array<std::string_view, 16> profile_names{"plain",
                                                         "globs",
                                                         "conditions",
                                                         "points",
                                                         "arns",
                                                         "sets",
                                                         "variables",
                                                         "variables-tested",
                                                         "mixed",
                                                         "principals",
                                                         "everything",
                                                         "defaults",
                                                         "known-keys",
                                                         "instants",
                                                         "known-arns",
                                                         "short-arns"};

// Those that are tried unless others are asked for: the first ones.
constexpr std::size_t default_profiles = carried_values ? profile_names.size() : 12;

constexpr Values values_of(Profile profile) {
    const bool about_them = static_cast<std::size_t>(profile) >= 12;
    return carried_values || about_them ? Values::as_carried : Values::as_tested;
}

// Adds a value that is not there yet.
template <typename T>
void add_once(std::vector<T>& values, T value) {
    if (std::ranges::find(values, value) == values.end()) {
        values.push_back(std::move(value));
    }
}

class Generator {
public:
    Generator(Profile profile, std::uint64_t seed) : profile_(profile), random_(seed) {}

    Pair pair();
    Policy policy();
    void mutate(Policy& policy); // one edit

    std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }

    bool one_in(std::size_t chances) { return below(chances) == 0; }

    std::string pick(std::initializer_list<const char*> choices);

private:
    Rule rule();
    std::string action();
    std::string resource();
    std::string resource_field(std::size_t longest);
    Name principal();
    std::vector<Name> principals();
    Test test();
    std::string comparison(std::string_view kind);
    std::string value(std::string_view kind, std::string_view comparison, std::string_view key);
    std::string variable(std::string_view key);
    std::string known_key();
    std::string
    known_value(std::string_view kind, std::string_view comparison, std::string_view key);
    std::string short_resource();
    void add_test(Rule& rule);

    void mutate(Rule& rule);
    void mutate_values(Rule& rule);

    Profile profile_;
    std::mt19937_64 random_;
};

} // namespace polhist::judge
