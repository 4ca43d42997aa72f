// A resource that AWS lists for an action, among those that a request may be for.

#pragma once

#include "access/word.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace polhist::access {

// What a resource should be besides, where one can be: matched by one of some patterns of ARNs,
// with their stars inside of fields. Without patterns: anything.
struct Preferred {
    std::span<const Pattern> patterns;
    std::span<const std::string> samples; // of each pattern a text that it matches and looks real
};

// A word for a problem with stars inside of fields that is as preferred; nothing where there is
// none, or where finding one would take more than a small part of a budget. `written`: patterns
// that the problem says a word must match, as texts.
std::optional<std::string> preferred_word(const WordProblem& problem,
                                          const Preferred& preferred,
                                          const std::vector<std::string>& written,
                                          Budget& budget);

} // namespace polhist::access
