// Lines of text against each other.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::diff {

enum class LineKind { context, added, removed };

struct Line {
    LineKind kind;
    std::string text;
};

// The lines of a text, without their breaks.
std::vector<std::string> lines_of(std::string_view text);

// Lines of one kind.
std::vector<Line> marked(LineKind kind, std::vector<std::string> lines);

// What `compare_lines` looks at, and what it gives, line for line.
struct Text {
    const std::vector<std::string>& compared;
    const std::vector<std::string>& written;
};

// Past this many lines on both sides together, all of old stands before all of new: comparing
// lines costs their number times the number of differences.
constexpr std::size_t most_lines_compared = 4'000;

// All lines of both; within each run of changes, what went stands before what came. Equal lines
// are given as the new text has them.
std::vector<Line> compare_lines(const Text& before, const Text& after);

} // namespace polhist::diff
