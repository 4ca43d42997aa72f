#include "policy/document.h"

#include <doctest/doctest.h>

namespace polhist::policy {
namespace {

int sign(int order) {
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

TEST_CASE("texts are compared without the letter case of ASCII") {
    struct Row {
        std::string_view left;
        std::string_view right;
        int order;
    };

    constexpr Row rows[] = {
        {"", "", 0},
        {"", "a", -1},
        {"s3:GetObject", "S3:getobject", 0},
        {"s3:GetObject", "s3:GetObjectAcl", -1},
        {"s3:getobject", "S3:GetObjectAcl", -1},
        {"abcdefghijklmnopq", "ABCDEFGHIJKLMNOPQ", 0},
        {"abcdefghijklmnopq", "ABCDEFGHIJKLMNOPR", -1},
        {"abcdefghXjklmnop", "abcdefghyjklmnop", -1},
        {"B", "a", 1},
        {"[", "a", -1},
        {"_", "A", -1},
        {"Ä", "ä", -1},
        {"\xff", "a", 1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.left);
        CAPTURE(row.right);
        CHECK(sign(compare_folded(row.left, row.right)) == row.order);
        CHECK(sign(compare_folded(row.right, row.left)) == -row.order);
        CHECK((folded(row.left) == folded(row.right)) == (row.order == 0));
    }
    CHECK(folded("S3:Get[Ä]") == "s3:get[Ä]");
}

TEST_CASE("tests are compared by operator and key without case, then values exactly") {
    const Condition test{"StringEquals", "aws:Region", {"a", "b"}};
    CHECK(compare(test, {"STRINGEQUALS", "AWS:region", {"a", "b"}}) == 0);
    CHECK(compare(test, {"StringEquals", "aws:Region", {"A", "b"}}) != 0);
    CHECK(compare(test, {"StringEquals", "aws:Region", {"a"}}) > 0);
    CHECK(compare(test, {"StringEquals", "aws:Other", {"z"}}) > 0);
    CHECK(compare(test, {"StringLike", "aws:A", {}}) < 0);
}

TEST_CASE("a statement is called by its position and Sid") {
    Statement statement;
    statement.index = 10;
    CHECK(label_of(statement) == "Statement[10]");
    statement.sid = "";
    CHECK(label_of(statement) == "Statement[10]");
    statement.sid = "AllowTagging";
    CHECK(label_of(statement) == "Statement[10] \"AllowTagging\"");
}

TEST_CASE("names are those of the language") {
    CHECK(name_of(Effect::allow) == "Allow");
    CHECK(name_of(Effect::deny) == "Deny");
    CHECK(name_of(Language::v2008) == "2008-10-17");
    CHECK(name_of(Language::v2012) == "2012-10-17");
}

} // namespace
} // namespace polhist::policy
