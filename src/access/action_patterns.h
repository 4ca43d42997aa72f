// Patterns of actions, as statements have them.
//
// Actions are `service:name`, of letters, digits and `-`.

#pragma once

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

// Whether `service_of` a pattern is this one, to the letter; false for a pattern without `:`.
bool is_of_service(std::string_view pattern, std::string_view service);

using Services = std::set<std::string>; // folded

// The actions of one statement.
struct ActionPatterns {
    const std::vector<std::string>* patterns = nullptr; // sorted without letter case
    bool negated = false;                               // NotAction
    std::vector<bool> changed;                          // by pattern; empty: none is
};

} // namespace polhist::access
