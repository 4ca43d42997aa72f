// Values that a condition key usually has, and those that tests of it tell apart.

#pragma once

#include "access/parts.h"

#include <string>
#include <string_view>
#include <vector>

namespace polhist::access {

// Values that look real, the commonest first.
std::vector<std::string> usual_values(std::string_view folded_key);

// What values that look real are like, where more is known than the kind of the key; else null.
const Pattern* usual_shape(std::string_view folded_key);

// An ARN that a pattern matches, with fields as they usually are; `*` for `*`.
std::string usual_arn(std::string_view pattern);

// Usual values, and one or two for each value that tests compare the key with; only such as it can
// have. Without repetition, at most `most`.
std::vector<std::string>
sample_values(const Parts& parts, std::string_view folded_key, std::size_t most);

} // namespace polhist::access
