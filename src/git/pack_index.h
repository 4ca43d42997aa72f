// The indexes of packs, looked at before libgit2 reads them: 1.5 follows an offset that leads out
// of the pack, and crashes.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::git {

// Whether an index (gitformat-pack, versions 1 and 2) leads to places in a pack of that many bytes
// only. It may still be wrong about what lies there.
bool stays_inside(std::string_view index, std::uint64_t pack_size);

// The indexes in a folder of packs that stay inside their packs, by path: those of the newest
// packs first.
std::vector<std::string> sound_indexes(const std::string& folder);

} // namespace polhist::git
