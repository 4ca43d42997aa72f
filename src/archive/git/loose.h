// Objects in files of their own: `objects/ab/cdef…`.

#pragma once

#include "git/repository.h"

namespace polhist::git {

// The object of that name in a folder `objects`: nothing where there is no such file; an error
// where it is damaged or larger than `largest_object`. Its bytes are held against `id`.
Result<std::optional<Object>> read_loose(const std::string& folder, const ObjectId& id);

// The names of all of them. An error where a folder cannot be listed: what is in it is not known.
Result<std::vector<ObjectId>> list_loose(const std::string& folder);

bool has_loose(const std::string& folder, const ObjectId& id);

// Writes an object, synced with its folder. One that is there and whole stays; a damaged one is
// replaced.
Result<void> write_loose(const std::string& folder, const NewObject& object);

} // namespace polhist::git
