#include "core/printable.h"

#include <doctest/doctest.h>

namespace polhist {
namespace {

using namespace std::string_view_literals;

TEST_CASE("controls and broken bytes are made visible, all else is left alone") {
    struct Row {
        std::string_view text;
        std::string_view printed;
    };

    constexpr Row rows[] = {
        {"", ""},
        {"plain text, \\n too", "plain text, \\n too"},
        {"Zürich 東京 🔑", "Zürich 東京 🔑"},
        {"a\nb\tc\rd", "a\\nb\\tc\\rd"},
        {"\x1b[31mred\x1b[0m", "\\u001b[31mred\\u001b[0m"},
        {"a\0b"sv, "a\\u0000b"},
        {"\x7f", "\\u007f"},
        {"\xc2\x9b"
         "31m",
         "\\u009b31m"},
        {"\xe2\x80\xae"
         "drowssap",
         "\\u202edrowssap"},
        {"\xe2\x81\xa6x\xe2\x81\xa9", "\\u2066x\\u2069"},
        {"\xe2\x80\x8b", "\\u200b"},
        {"\xe2\x80\xa8", "\\u2028"},
        {"\xef\xbb\xbf{}", "\\ufeff{}"},
        {"\xd8\x9c", "\\u061c"},
        {"\xf3\xa0\x81\x81", "\\ue0041"},
        {"\xff", "\\xff"},
        {"\xc3", "\\xc3"},
        {"\xc3(", "\\xc3("},
        {"\xc0\xaf", "\\xc0\\xaf"},          // overlong
        {"\xed\xa0\x80", "\\xed\\xa0\\x80"}, // a surrogate
        {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
        {"\xe2\x80", "\\xe2\\x80"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.printed);
        CHECK(visible(row.text) == row.printed);
    }
}

TEST_CASE("a character is known by its code and size") {
    CHECK(first_character("a").code == 'a');
    CHECK(first_character("é!").code == 0xe9);
    CHECK(first_character("é!").size == 2);
    CHECK(first_character("東").size == 3);
    CHECK(first_character("🔑").code == 0x1f511);
    CHECK(first_character("🔑").size == 4);
    const Character broken = first_character("\x80x");
    CHECK_FALSE(broken.valid);
    CHECK(broken.size == 1);
    CHECK(broken.code == 0x80);
}

TEST_CASE("columns count characters, not bytes") {
    CHECK(columns("") == 0);
    CHECK(columns("abc") == 3);
    CHECK(columns("Zürich") == 6);
    CHECK(columns("東京") == 2);
}

} // namespace
} // namespace polhist
