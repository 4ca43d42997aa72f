// Where in a text: byte offsets are kept, line and column are computed only when printed.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::json {

// Both count from 1; a column is a character, not a byte.
struct Location {
    std::size_t line = 1;
    std::size_t column = 1;
};

// A text and the name people know it by (a file's path, `stdin`).
struct Source {
    std::string_view name;
    std::string_view text;
    Location begin{}; // where in the file the text begins, if it is a part of one
};

// Where a location is once it has moved over some text.
Location moved(Location location, std::string_view over);

Location locate(std::string_view text, std::size_t offset);

// `NAME:LINE:COLUMN`.
std::string describe(const Source& source, std::size_t offset);

// Locates many offsets in one text, which is read once, in any order.
class Locator {
public:
    explicit Locator(std::string_view text, Location begin = {}) : text_(text), begin_(begin) {}

    // As locate() has it.
    Location at(std::size_t offset);

private:
    std::string_view text_;
    Location begin_;
    std::vector<Location> marks_; // of each offset that is a multiple of a stride, as far as read
};

} // namespace polhist::json
