// Patterns with wildcards and variables, taken apart anew for every question.

#pragma once

#include "judge/model.h"

#include <string_view>

namespace polhist::judge {

// How the characters of a pattern are read.
enum class Reading { exact, any_case, glob, arn };

bool matches_pattern(std::string_view pattern,
                     Reading reading,
                     bool has_variables,
                     std::string_view text,
                     const Context& context);

// The text with the values of variables in their place; nothing where one of them has no value.
std::optional<std::string>
substituted(std::string_view pattern, bool has_variables, const Context& context);

// The keys of the variables in a text, in lower case.
Texts variables_in(std::string_view text);

// `text` with its fields: six of an ARN, the last one whole; fewer where it has fewer colons.
Texts fields_of(std::string_view text);

} // namespace polhist::judge
