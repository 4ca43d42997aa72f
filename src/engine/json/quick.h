// The quick way to read JSON, by RapidJSON, for almost all texts.

#pragma once

#include "json/builder.h"

namespace polhist::json {

// Whether all of a text was read as what it is. False where it is refused, or may mean something
// else to others: the builder then holds nothing that counts.
bool read_quickly(std::string_view text, Builder& builder);

} // namespace polhist::json
