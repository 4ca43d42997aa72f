// What two texts have in common at their ends.

#pragma once

#include <cstddef>
#include <string_view>

namespace polhist::git {

// How many bytes both begin with.
std::size_t common_front(std::string_view left, std::string_view right);

// How many bytes both end in.
std::size_t common_end(std::string_view left, std::string_view right);

} // namespace polhist::git
