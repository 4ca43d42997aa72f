// How git says one text by another: copies from a base, and insertions.
//
// The format is that of deltas in packs (gitformat-pack, "Deltified representation").

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace polhist::git {

// A delta that makes `target` from `base`; nothing where it would not be shorter than `most` bytes.
// Costs time in proportion to both.
std::optional<std::string>
delta_of(std::string_view base, std::string_view target, std::size_t most);

// The size of what a delta makes, by its first twenty bytes; nothing where they are cut off.
std::optional<std::size_t> target_size(std::string_view delta);

// Whether a delta makes `target` from `base`.
bool makes(std::string_view delta, std::string_view base, std::string_view target);

} // namespace polhist::git
