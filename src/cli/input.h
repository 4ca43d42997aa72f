// Documents from files and standard input.
//
// Read are regular files, pipes that somebody writes to, and standard input (`-`). Directories,
// devices and pipes without a writer are refused instead of waited for.

#pragma once

#include "core/error.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace polhist::cli {

// A file of documents may hold a little more than the document; this is far more than it needs.
constexpr std::size_t largest_input = 16 * 1024 * 1024;

struct Input {
    std::string name; // for messages: the path, or `stdin`
    std::string text;
};

Result<Input> read_input(const std::string& path);

// The lines of standard input, one after another, without the line break.
class LineReader {
public:
    struct Line {
        std::string text;
        bool too_long = false; // over `largest_input`; the text is then cut off
    };

    // The next line; nothing at the end. An error ends the reading.
    Result<std::optional<Line>> next();

private:
    std::vector<char> buffer_;
    std::size_t at_ = 0;
    bool ended_ = false;
};

} // namespace polhist::cli
