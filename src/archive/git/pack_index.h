// The indexes of packs: writing them, and looking at them before libgit2 reads them, of which 1.5
// follows an offset that leads out of the pack, and crashes.

#pragma once

#include "git/object.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::git {

// Where a pack has an object.
struct PackedObject {
    ObjectId id;
    std::uint64_t offset = 0;
    std::uint32_t checksum = 0; // CRC-32 of the bytes that stand for it there
};

// The index, of version 2 (gitformat-pack), of a pack that holds these objects and ends in that
// checksum.
std::string index_of(std::vector<PackedObject> objects, std::string_view pack_checksum);

// What an index says of its pack.
struct Contents {
    std::uint32_t objects = 0;
    std::uint64_t last = 0;    // where the last object begins
    std::string_view checksum; // a view of the index
};

// Nothing where it is cut off.
std::optional<Contents> contents_of(std::string_view index);

// Where a pack has an object, by its index; nothing where it has none of that name.
std::optional<std::uint64_t> place_of(std::string_view index, const ObjectId& id);

// Whether an index (gitformat-pack, versions 1 and 2) leads to places in a pack of that many bytes
// only. It may still be wrong about what lies there.
bool stays_inside(std::string_view index, std::uint64_t pack_size);

// The indexes in a folder of packs that stay inside their packs, by path: those of the newest
// packs first.
std::vector<std::string> sound_indexes(const std::string& folder);

} // namespace polhist::git
