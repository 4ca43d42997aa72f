// Packs as bytes: many objects made into one, each after its base, and what can be told of one
// there is.

#pragma once

#include "git/pack_index.h"
#include "git/repository.h"

namespace polhist::git {

struct Pack {
    std::string bytes;                 // trailing checksum included (gitformat-pack)
    std::vector<PackedObject> objects; // as they were given

    [[nodiscard]] std::string_view checksum() const;

    // Of its files, less their endings: `pack-` and the checksum, as git has it.
    [[nodiscard]] std::string name() const;
};

// The pack of these objects. One with a base is a delta against it where that is shorter and chains
// stay short.
Pack pack_of(std::span<const NewObject> objects);

// The size of the object that stands at a place of a pack; nothing where it is damaged. libgit2 1.5
// never comes back from this question where a delta is cut off by the end of the pack.
std::optional<std::size_t> size_at(std::string_view pack, std::uint64_t offset);

// A damaged pack with the header and the checksum that its index says, where it has others or they
// are cut off, for which all of it would be lost. Nothing where it has these, or its last object or
// the index is damaged.
std::optional<std::string> mended_pack(std::string_view pack, std::string_view index);

// Whether each of the objects that a pack was made of comes back from it, byte by byte.
bool gives_back(const Pack& pack, std::span<const NewObject> objects);

} // namespace polhist::git
