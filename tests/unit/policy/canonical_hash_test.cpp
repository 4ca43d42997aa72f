#include "core/digest.h"
#include "policy/canonical_hash.h"

#include <doctest/doctest.h>

namespace polhist::policy {
namespace {

std::string hash_of(std::string_view text) {
    const auto tree = json::Tree::parse({"test", text});
    REQUIRE(tree);
    return canonical_hash(tree->root());
}

TEST_CASE("what is hashed is one line with sorted keys") {
    struct Row {
        std::string_view text;
        std::string_view hashed;
    };

    const std::vector<Row> rows{
        {"{}", "{}"},
        {" [ ] ", "[]"},
        {R"({"b": 1, "a": {"d": true, "c": null}})", R"({"a":{"c":null,"d":true},"b":1})"},
        {R"({"a": [{"z": 1, "y": 2}, "x"]})", R"({"a":[{"y":2,"z":1},"x"]})"},
        {"{\"Sid\": \"A\xc3\xa9\\/\"}", R"({"Sid":"A\u00e9/"})"},
        {"[\"\xf0\x9f\x98\x80\", 1.50]", R"(["\ud83d\ude00",1.50])"},
        {R"({"a": 1, "B": 2, "aa": 3})", R"({"B":2,"a":1,"aa":3})"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(hash_of(row.text) == sha256(row.hashed));
    }
}

TEST_CASE("order of lists and spelling of values are part of a document") {
    const std::vector<std::string_view> texts{R"(["a","b"])",
                                              R"(["b","a"])",
                                              R"("true")",
                                              "true",
                                              "1",
                                              "1.0",
                                              R"({"Sid":"a"})",
                                              R"({"sid":"a"})"};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        for (std::size_t j = 0; j < texts.size(); ++j) {
            CHECK((hash_of(texts[i]) == hash_of(texts[j])) == (i == j));
        }
    }
}

TEST_CASE("a version without an id is named by its hash") {
    CHECK(version_of_hash(hash_of("{}")) == "sha-44136fa355b3");
}

} // namespace
} // namespace polhist::policy
