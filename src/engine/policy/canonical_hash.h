// Which document it is: the SHA-256 of its JSON value.
//
// The keys of objects are sorted by their bytes; white space and the spelling of strings (escapes)
// mean nothing. The order of lists, the Sid and the spelling of numbers are kept: documents that
// grant the same may have other hashes. What is hashed is json::sorted_text, for real policies the
// same as Python's
// `json.dumps(value, sort_keys=True, separators=(",", ":"))`.

#pragma once

#include "json/tree.h"

#include <string>

namespace polhist::policy {

// The hash as 64 lower-case hexadecimal digits. Costs time in proportion to the text of `value`,
// but for the sorting of keys.
std::string canonical_hash(const json::Value& value);

// The name of a version that no source gave an id: `sha-` and the first twelve digits of its hash.
std::string version_of_hash(std::string_view hash);

} // namespace polhist::policy
