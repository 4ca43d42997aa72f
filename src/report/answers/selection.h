// Which policies a question is about: names, ARNs, and patterns of names.

#pragma once

#include "core/error.h"
#include "timeline/history.h"

#include <span>
#include <string>
#include <vector>

namespace polhist::answers {

// The names that some of `wanted` choose, sorted, none twice: a name or an ARN, or a pattern with
// `*` and `?` for any of the names that the archive lists. One that chooses nothing is an error
// that suggests what may be meant.
Result<std::vector<std::string>> select(const timeline::Archive& archive,
                                        std::span<const std::string> wanted);

} // namespace polhist::answers
