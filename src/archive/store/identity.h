// Whose a store is, and what the file `polhist` in its folder says of it.

#pragma once

#include "core/error.h"
#include "git/object.h"

#include <string>
#include <string_view>

namespace polhist::store {

constexpr unsigned format = 1; // the newest that is known

struct Identity {
    unsigned format = 0;
    std::string id;
    git::ObjectId genesis; // its first commit
};

// Whether a store belongs to us, and nobody else can change what we trust.
Result<void> check_permissions(const std::string& path);

// Whether the digits of a format are one that is known; `where` is what messages call their place.
Result<void> check_format(std::string_view where, std::string_view digits);

Result<Identity> read_identity(const std::string& folder);

// Writes it with a new id.
Result<void> write_identity(const std::string& folder, const git::ObjectId& genesis);

} // namespace polhist::store
