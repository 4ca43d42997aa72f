// Standard input, line by line.

#pragma once

#include "core/error.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace polhist::cli {

// A line of two documents is far from this long.
constexpr std::size_t longest_line = std::size_t{16} * 1024 * 1024;

// The lines of standard input, one after another, without the line break.
class LineReader {
public:
    struct Line {
        std::string text;
        bool too_long = false; // over `longest_line`; the text is then cut off
    };

    // The next line; nothing at the end. An error ends the reading.
    Result<std::optional<Line>> next();

    // Whether the next line has been read as a whole. Without one, `next` may have to wait for who
    // writes it.
    [[nodiscard]] bool has_line() const;

private:
    std::vector<char> buffer_;
    std::size_t at_ = 0;
    bool ended_ = false;
};

} // namespace polhist::cli
