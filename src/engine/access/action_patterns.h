// Patterns of actions, as statements have them.
//
// Actions are `service:name`, of letters, digits and `-`.

#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::access {

// The letters of services and names.
constexpr std::string_view action_letters = "abcdefghijklmnopqrstuvwxyz0123456789-";

bool is_action(std::string_view text);

// What stands before the `:` of a pattern, wildcards too; all of it where there is none.
std::string_view service_of(std::string_view pattern);

using Services = std::set<std::string>; // folded

// The positions of the patterns that are of these services, or may be of any.
std::vector<std::uint32_t> patterns_of(const Services& services,
                                       const std::vector<std::string>& patterns);

// The actions of one statement.
struct ActionPatterns {
    const std::vector<std::string>* patterns = nullptr; // sorted without letter case
    bool negated = false;                               // NotAction
    std::vector<bool> changed;                          // by pattern; empty: none is

    // The positions of those that count, in order; nothing where all do.
    std::optional<std::vector<std::uint32_t>> counted = {};
};

} // namespace polhist::access
