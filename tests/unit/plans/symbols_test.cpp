#include "plans/symbols.h"

#include <doctest/doctest.h>

#include <string>

namespace polhist::plans {
namespace {

std::string symbolic(const std::string& json) {
    const auto tree = json::Tree::parse({"t", json});
    REQUIRE(tree);
    return symbolic_text(tree->root()).value_or("none");
}

} // namespace

TEST_CASE("a text that functions give has a variable for what is not known") {
    CHECK(symbolic(R"("a")") == "a");
    CHECK(symbolic(R"({"Ref": "B"})") == "${B}");
    CHECK(symbolic(R"({"Fn::Sub": "${B.Arn}/${!aws:username}"})") == "${B.Arn}/${aws:username}");
    CHECK(symbolic(R"({"Fn::Sub": ["${X}/${Y}", {"X": {"Ref": "B"}}]})") == "${B}/${Y}");
    CHECK(symbolic(R"({"Fn::Join": ["/", [{"Ref": "B"}, "*"]]})") == "${B}/*");
    // Without Fn::Sub, the name is one that nothing puts in.
    CHECK(symbolic(R"("${B}/${aws:username}")") == "${B (not substituted)}/${aws:username}");
    CHECK(symbolic(R"({"Fn::Sub": "${!B}"})") == "${B (not substituted)}");
}

TEST_CASE("functions in functions cost no more than their text") {
    std::string value = R"("")";
    for (int level = 0; level < 30; ++level) { // each uses what is below it twice
        value = R"({"Fn::Sub": ["${X}${X}", {"X": )" + value + "}]}";
    }
    CHECK(symbolic(value).empty());
}

} // namespace polhist::plans
