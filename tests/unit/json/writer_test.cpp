#include "json/tree.h"
#include "json/writer.h"

#include <doctest/doctest.h>

namespace polhist::json {
namespace {

using namespace std::string_view_literals;

std::string written(std::size_t indent) {
    std::string out;
    Writer writer(out, indent);
    writer.begin_object();
    writer.key("list").begin_array().number(1).string("two").boolean(true).null().end_array();
    writer.key("empty").begin_array().end_array();
    writer.key("none").begin_object().end_object();
    writer.key("raw").raw("{\"a\":1}");
    writer.key("inner").begin_object().key("x").boolean(false).end_object();
    writer.end_object();
    return out;
}

TEST_CASE("JSON is written in the order told") {
    CHECK(written(0) ==
          R"({"list":[1,"two",true,null],"empty":[],"none":{},"raw":{"a":1},"inner":{"x":false}})");
    CHECK(written(2) == R"({
  "list": [
    1,
    "two",
    true,
    null
  ],
  "empty": [],
  "none": {},
  "raw": {"a":1},
  "inner": {
    "x": false
  }
})");
}

TEST_CASE("strings are written as ASCII") {
    struct Row {
        std::string_view text;
        std::string_view json;
    };

    constexpr Row rows[] = {
        {"", R"("")"},
        {"plain ~", R"("plain ~")"},
        {"\"\\/", R"("\"\\/")"},
        {"\n\r\t", R"("\n\r\t")"},
        {"\x01\x1b\x7f", R"("\u0001\u001b\u007f")"},
        {"\0"sv, R"("\u0000")"},
        {"é東", R"("\u00e9\u6771")"},
        {"🔑", R"("\ud83d\udd11")"},
        {"\xe2\x80\xae", R"("\u202e")"},
        {"a\xff"
         "b",
         R"("a\ufffdb")"},
        {"\xed\xa0\x80", R"("\ufffd\ufffd\ufffd")"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.json);
        CHECK(quoted(row.text) == row.json);
    }
}

TEST_CASE("a value that was read is written in its order") {
    const auto tree = Tree::parse(
        {"x", R"( {"b": [1.50, -2e3, true, null, [], {}], "a": {"\u00e9": "\/\u0041"}} )"});
    REQUIRE(tree);
    std::string out;
    Writer writer(out);
    write(writer, tree->root());
    CHECK(out == R"({"b":[1.50,-2e3,true,null,[],{}],"a":{"\u00e9":"/A"}})");
}

TEST_CASE("numbers are written whole") {
    std::string out;
    Writer(out).number(18446744073709551615U);
    CHECK(out == "18446744073709551615");
}

} // namespace
} // namespace polhist::json
