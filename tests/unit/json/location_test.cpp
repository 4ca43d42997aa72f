#include "core/printable.h"
#include "json/location.h"

#include <doctest/doctest.h>

#include <algorithm>

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
    }
}

TEST_CASE("many places in one text are told in any order") {
    std::string text = "\xef\xbb\xbf{\n\n \"\u00fc\": [1,\r\n 2]}\n";
    for (int i = 0; i < 3000; ++i) {
        text += i % 500 == 499 ? "\n" : "\u00fcx";
    }
    Locator locator(text);
    for (std::size_t i = 0; i < 2000; ++i) {
        const std::size_t offset = i * 7919 % (text.size() + 1);
        CAPTURE(offset);
        // As one who counts by hand.
        const std::string_view before = std::string_view(text).substr(0, offset);
        const std::size_t start = before.rfind('\n') + 1; // npos + 1 is 0
        const bool marked = start == 0 && offset > 0;
        const Location here = locator.at(offset);
        CHECK(here.line == 1 + static_cast<std::size_t>(std::ranges::count(before, '\n')));
        CHECK(here.column == 1 + columns(before.substr(start)) - (marked ? 1 : 0));
        CHECK(locate(text, offset).column == here.column);
    }
}

} // namespace
} // namespace polhist::json
