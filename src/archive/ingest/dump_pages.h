// The pages of one account dump in an array, as `jq -s` puts them together.

#pragma once

#include "json/tree.h"

#include <optional>
#include <string>

namespace polhist::ingest {

// The dump that the pages are, as JSON: the lists of all of them, equal entries once, and what the
// last says of whether more follow. Nothing where the value is no array of pages.
std::optional<std::string> pages_together(const json::Value& root);

} // namespace polhist::ingest
