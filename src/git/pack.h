// Many objects as one pack: the bytes of the file, each object after its base.

#pragma once

#include "git/repository.h"

namespace polhist::git {

// The pack of these objects, trailing checksum included (gitformat-pack). An object with a base is
// a delta against it where that is shorter and chains stay short.
std::string pack_of(std::span<const NewObject> objects);

} // namespace polhist::git
