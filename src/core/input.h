// Bytes that a user names: a regular file, a pipe that somebody writes to, or standard input (`-`).
//
// Directories, devices and pipes without a writer are refused instead of waited for.

#pragma once

#include "core/descriptor.h"
#include "core/error.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace polhist {

// How much is read at most, and what to say beyond it.
struct InputLimit {
    std::size_t mebibytes = 0;
    std::string_view advice; // `no policy is that long`
};

// The bytes block by block, for what is too long to keep.
class InputBlocks {
public:
    // Opens the file at a path, or standard input.
    static Result<InputBlocks> open(const std::string& path);

    // Reads the next block; 0 bytes only at the end.
    Result<std::size_t> read(char* into, std::size_t size);

private:
    InputBlocks(Descriptor own, int number, std::string name)
        : own_(std::move(own)),
          number_(number),
          name_(std::move(name)) {}

    Descriptor own_; // none for standard input
    int number_;
    std::string name_;
    bool has_read_ = false;
};

// All bytes of the file at a path, or of standard input.
Result<std::string> read_input(const std::string& path, InputLimit limit);

// What a path is called in messages: `stdin` for `-`.
std::string input_name(const std::string& path);

} // namespace polhist
