// Results to standard output or, atomically, to a file; messages to standard error.

#pragma once

#include "core/error.h"

#include <string>
#include <string_view>

namespace polhist::cli {

// Writes all of `text` to standard output. A full disk is an error; so is a reader that went away,
// but that one has no message, because nobody is left to be surprised.
Result<void> write_stdout(std::string_view text);

// Puts `text` in place of a file: either the whole new text is there afterwards, on disk, or what
// was there before. Something that is no regular file (`/dev/full`, a pipe) is written to.
Result<void> replace_file(const std::string& path, std::string_view text);

// Adds to the end of a file, which is made where there is none.
Result<void> append_to_file(const std::string& path, std::string_view text);

// A line on standard error, after `polhist: `, with control characters made visible.
void complain(std::string_view message);

// Whether standard output is a terminal, and how many columns it has (80 where nobody knows).
bool stdout_is_terminal();
std::size_t terminal_columns();

} // namespace polhist::cli
