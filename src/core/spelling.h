// Near misses: what somebody probably meant.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace polhist {

// How many characters must be inserted, removed, replaced or swapped with their neighbour to make
// one text of the other, without letter case. Texts over 200 bytes count as 200 apart.
std::size_t spelling_distance(std::string_view left, std::string_view right);

// The candidate nearest to `word`, if it is near: at most one character in four differs, and never
// more than four. The first of equals.
std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates);

} // namespace polhist
