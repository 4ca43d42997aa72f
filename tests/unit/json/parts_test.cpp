#include "json/parts.h"
#include "json/tree.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace polhist::json {
namespace {

constexpr std::array<std::string_view, 2> lists{"changes", "drift"};

struct Reading {
    Result<std::string> outline;
    std::string parts; // `changes 3:5 {"a":1}` for each, with a bar between
};

// Reads a text in blocks of some bytes.
Reading read(std::string_view text, std::size_t block) {
    std::string parts;
    std::size_t at = 0;
    auto outline = read_parts(
        "plan",
        [&](char* into, std::size_t size) -> Result<std::size_t> {
            const std::size_t count = text.copy(into, std::min(size, block), at);
            at += count;
            return count;
        },
        lists,
        [&](const Part& part) -> Result<void> {
            parts += fmt::format("{}{} {}:{} {}",
                                 parts.empty() ? "" : "|",
                                 part.list,
                                 part.source.begin.line,
                                 part.source.begin.column,
                                 part.source.text);
            return {};
        });
    return {std::move(outline), std::move(parts)};
}

constexpr std::string_view plan = R"({"version":"1.2", "changes":[{"a":"\"}é"},
  {"b":[{},[]]}, 7,"x",null,[1]], "state":{"changes":[{"no":1}],"drift":{}},
  "drift" : [ ], "errored":true, "none":null, "number":-1.5e3})";

TEST_CASE("the elements of lists, in blocks of any size") {
    for (std::size_t block = 1; block < plan.size() + 2; ++block) {
        CAPTURE(block);
        const Reading reading = read(plan, block);
        REQUIRE(reading.outline);
        CHECK(*reading.outline ==
              R"({"version":"1.2","changes":[],"state":{},"drift":[],"errored":true,)"
              R"("none":null,"number":-1.5e3})");
        CHECK(reading.parts ==
              "changes 1:30 {\"a\":\"\\\"}é\"}|changes 2:3 {\"b\":[{},[]]}|changes 2:19 0|"
              "changes 2:23 \"\"|changes 2:28 null|changes 2:29 [1]");
    }
}

TEST_CASE("a byte order mark is passed over") {
    CHECK(read("\xef\xbb\xbf{\"changes\":[{}]}", 100).parts == "changes 1:13 {}");
}

TEST_CASE("what is no JSON, or too much, is refused as a Tree refuses it") {
    const std::string deep = std::string(99, '[') + std::string(99, ']');
    const std::vector<std::string> texts{
        "",
        "{",
        "[]",
        "7",
        "\"a\"",
        R"({"a":1)",
        R"({"a":1} {})",
        R"({"a":1,})",
        R"({"a":01})",
        R"({"a":tru})",
        R"({"a":"b)",
        "{\"a\":\"\x01\"}",
        "{\"a\":\"\xff\"}",
        R"({"a":1,"a":2})",
        R"({"a":1,"\u0061":2})",
        R"({"x":{"y":[{"a":1,"b":2,"a":3}]}})",
        R"({"x":[)" + deep + "]}",
        std::string("{\"a\":1}\0", 8),
    };
    for (const std::string& text : texts) {
        for (const std::size_t block : {std::size_t{1}, std::size_t{5}, std::size_t{1000}}) {
            CAPTURE(text);
            const Reading reading = read(text, block);
            CHECK_FALSE(reading.outline);
            const bool is_object = text.find('{') == 0;
            CHECK((!is_object || !Tree::parse({"plan", text})));
        }
    }
    CHECK(read(R"({"x":)" + deep + "}", 1000).outline);
}

TEST_CASE("an error of the reader and of the one that takes ends it") {
    const auto fails = [](char*, std::size_t) -> Result<std::size_t> { return failure("disk"); };
    const auto takes = [](const Part&) -> Result<void> { return failure("enough"); };
    CHECK(read_parts("plan", fails, lists, takes).error().message == "disk");
    std::string_view text = R"({"changes":[{}]})";
    const auto once = [&](char* into, std::size_t size) -> Result<std::size_t> {
        const std::size_t count = text.copy(into, size);
        text.remove_prefix(count);
        return count;
    };
    CHECK(read_parts("plan", once, lists, takes).error().message == "enough");
}

} // namespace
} // namespace polhist::json
