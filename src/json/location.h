// Where in a text: byte offsets are kept, line and column are computed only when printed.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::json {

// A text and the name people know it by (a file's path, `stdin`).
struct Source {
    std::string_view name;
    std::string_view text;
};

// Both count from 1; a column is a character, not a byte.
struct Location {
    std::size_t line = 1;
    std::size_t column = 1;
};

Location locate(std::string_view text, std::size_t offset);

// `NAME:LINE:COLUMN`.
std::string describe(const Source& source, std::size_t offset);

// The lines of many offsets in one text, which is read once.
class Lines {
public:
    explicit Lines(std::string_view text);

    // From 1, as locate() has it.
    [[nodiscard]] std::size_t line_of(std::size_t offset) const;

private:
    std::vector<std::size_t> breaks_;
};

} // namespace polhist::json
