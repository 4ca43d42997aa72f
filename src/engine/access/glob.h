// The wildcards of IAM patterns: `*` is any run of characters, also none; `?` is exactly one.
//
// A pattern matches whole texts. `*` crosses every character, `/` and `:` too.

#pragma once

#include <string_view>

namespace polhist::access {

// Whether `pattern` holds a wildcard.
bool has_wildcard(std::string_view pattern);

// Whether an action pattern matches an action: without letter case, and every action has exactly
// one colon, so `*` is the same as `*:*`.
bool matches_action(std::string_view pattern, std::string_view action);

// Whether a pattern matches a text exactly, letter case included.
bool matches(std::string_view pattern, std::string_view text);

} // namespace polhist::access
