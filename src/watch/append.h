// Lines added to files so that they last.

#pragma once

#include "core/error.h"

#include <string>
#include <string_view>

namespace polhist::watch {

// Adds a line with its line break to a file that only its owner may read, made where there is none,
// and syncs it. A line that a crash cut off before stays one of its own.
Result<void> append_line(const std::string& path, std::string_view line);

// Writes all of a text; `name` is what messages call the descriptor.
Result<void> write_all(const std::string& name, int descriptor, std::string_view text);

} // namespace polhist::watch
