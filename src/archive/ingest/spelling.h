// One text that holds a policy, as a claim: a `get-policy-version` envelope or a bare document.

#pragma once

#include "core/error.h"
#include "core/instant.h"
#include "json/tree.h"

#include <optional>
#include <string>

namespace polhist::ingest {

struct Spelling {
    std::string version; // `v13`; `sha-…` for a bare document
    std::optional<Instant> created;
    std::string document; // the hash of its JSON value
    bool bare = false;
};

// Reads a text strictly, as policy::read_any does.
Result<Spelling> read_spelling(const json::Source& source);

} // namespace polhist::ingest
