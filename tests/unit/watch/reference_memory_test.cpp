#include "watch/reference_memory.h"

#include <doctest/doctest.h>

namespace polhist::watch {
namespace {

TEST_CASE("what was remembered comes back") {
    ReferenceMemory memory;
    memory.index = {"\"tag\"", ""};
    memory.names = {"A", "B"};
    memory.pages["A"] = {{{"aws", "A"},
                          "v2",
                          std::string(64, 'a'),
                          parse_instant("2021-01-02T10:00:00Z"),
                          timeline::SourceClass::minute},
                         {"W/\"x\\y\"", "Thu, 01 Jan 2026 00:00:00 GMT"}};
    memory.pages["B"] = {{{"aws-cn", "B"}, "v1", "b", {}, timeline::SourceClass::minute}, {}};
    const ReferenceMemory read = parse_memory(memory_json(memory));
    CHECK(read.index.entity_tag == memory.index.entity_tag);
    CHECK(read.names == memory.names);
    REQUIRE(read.pages.size() == 2);
    CHECK(read.pages.at("A").version == memory.pages.at("A").version);
    CHECK(read.pages.at("A").validator.entity_tag == "W/\"x\\y\"");
    CHECK(read.pages.at("A").validator.last_modified == "Thu, 01 Jan 2026 00:00:00 GMT");
    CHECK(read.pages.at("B").version == memory.pages.at("B").version);
    CHECK(read.pages.at("B").validator.empty());
}

TEST_CASE("what cannot be read is not there") {
    for (const char* text : {"", "{", "[]", "{}", R"({"schema":"other/1","names":["A"]})"}) {
        CAPTURE(text);
        CHECK(parse_memory(text).names.empty());
    }
    const ReferenceMemory odd = parse_memory(
        R"({"schema":"polhist.reference-memory/1","index":3,"names":{"A":1},"pages":{"A":[]}})");
    CHECK(odd.names.empty());
    CHECK(odd.index.empty());
    CHECK(odd.pages.at("A").validator.empty());
}

} // namespace
} // namespace polhist::watch
