// Patterns of actions, as statements have them.
//
// Actions are `service:name`, lower case letters, digits and `-`; wildcard patterns are folded.

#pragma once

#include <cstddef>
#include <cstdint>
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

// The actions of one statement.
struct ActionPatterns {
    const std::vector<std::string>* patterns = nullptr; // sorted without letter case
    bool negated = false;                               // NotAction
    std::vector<bool> changed;                          // by pattern; empty: none is
};

// A wildcard pattern, folded, a run of stars as one. `head` is what stands before its first
// wildcard; a plain one has nothing but a `*` behind it.
struct ActionGlob {
    std::string text;
    std::size_t head = 0;
    std::vector<std::size_t> statements;
    bool changed = false;            // in some statement
    std::uint32_t next = UINT32_MAX; // of those with the same head in the tree of an index

    explicit ActionGlob(std::string pattern);

    [[nodiscard]] bool is_plain() const { return head + 1 == text.size() && text[head] == '*'; }
};

} // namespace polhist::access
