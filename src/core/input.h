// Bytes that a user names: a regular file, a pipe that somebody writes to, or standard input (`-`).
//
// Directories, devices and pipes without a writer are refused instead of waited for.

#pragma once

#include "core/error.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace polhist {

// How much is read at most, and what to say beyond it.
struct InputLimit {
    std::size_t mebibytes = 0;
    std::string_view advice; // `no policy is that long`
};

// All bytes of the file at a path, or of standard input.
Result<std::string> read_input(const std::string& path, InputLimit limit);

// What a path is called in messages: `stdin` for `-`.
std::string input_name(const std::string& path);

} // namespace polhist
