// Many objects as one pack: the bytes of the file, each object after its base.

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

// Whether each of the objects that a pack was made of comes back from it, byte by byte.
bool gives_back(const Pack& pack, std::span<const NewObject> objects);

} // namespace polhist::git
