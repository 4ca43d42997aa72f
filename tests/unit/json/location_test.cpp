#include "json/location.h"

#include <doctest/doctest.h>

namespace polhist::json {
namespace {

TEST_CASE("a place is a line and a column of characters, both from 1") {
    struct Row {
        std::string_view text;
        std::size_t offset;
        std::string_view place;
    };

    constexpr Row rows[] = {
        {"", 0, "f:1:1"},
        {"abc", 0, "f:1:1"},
        {"abc", 2, "f:1:3"},
        {"abc", 3, "f:1:4"},
        {"a\nbc", 1, "f:1:2"},
        {"a\nbc", 2, "f:2:1"},
        {"a\nbc", 3, "f:2:2"},
        {"a\r\nbc", 3, "f:2:1"},
        {"\n\n\n", 3, "f:4:1"},
        {"\"Zürich\": 1", 11, "f:1:11"},
        {"\xef\xbb\xbf{}", 3, "f:1:1"},
        {"\xef\xbb\xbf\n{}", 4, "f:2:1"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CAPTURE(row.offset);
        CHECK(describe({"f", row.text}, row.offset) == row.place);
        CHECK(Lines(row.text).line_of(row.offset) == locate(row.text, row.offset).line);
    }
}

} // namespace
} // namespace polhist::json
