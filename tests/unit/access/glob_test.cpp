#include "access/glob.h"

#include <doctest/doctest.h>

#include <string>

namespace polhist::access {
namespace {

TEST_CASE("stars are any run, question marks one character, over whole texts") {
    struct Row {
        std::string_view pattern;
        std::string_view text;
        bool match;
    };

    constexpr Row rows[] = {
        {"", "", true},
        {"", "a", false},
        {"*", "", true},
        {"*", "a:b/c", true},
        {"**", "", true},
        {"?", "", false},
        {"?", "a", true},
        {"?", "ab", false},
        {"?*", "", false},
        {"?*", "a", true},
        {"*?", "ab", true},
        {"a", "a", true},
        {"a", "A", false},
        {"a", "ab", false},
        {"ab", "a", false},
        {"a*", "a", true},
        {"a*", "ba", false},
        {"*a", "ba", true},
        {"*a", "ab", false},
        {"a*b", "ab", true},
        {"a*b", "axxb", true},
        {"a*b", "axbc", false},
        {"a*b*c", "abbc", true},
        {"a*bc", "abcbc", true},
        {"*ab*ab", "abab", true},
        {"*ab*ab", "abb", false},
        {"*aab", "aaaab", true},
        {"arn:aws:s3:::*/x", "arn:aws:s3:::b/c/d/x", true},
        {"arn:*:role/?b*", "arn:aws:iam::1:role/abc", true},
        {"a?c", "a*c", true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.pattern);
        CAPTURE(row.text);
        CHECK(matches(row.pattern, row.text) == row.match);
    }
}

TEST_CASE("actions match without letter case") {
    CHECK(matches_action("s3:Get*", "S3:getobject"));
    CHECK(matches_action("*", "s3:GetObject"));
    CHECK(matches_action("*:*", "s3:GetObject"));
    CHECK(matches_action("s?:*Object", "s3:GetOBJECT"));
    CHECK_FALSE(matches_action("s3:Get", "s3:GetObject"));
    CHECK_FALSE(matches_action("s3: GetObject", "s3:GetObject"));
    CHECK_FALSE(matches_action("ec2:*", "s3:GetObject"));
}

TEST_CASE("wildcards are seen") {
    CHECK(has_wildcard("s3:*"));
    CHECK(has_wildcard("s3:Get?"));
    CHECK_FALSE(has_wildcard("s3:GetObject"));
    CHECK_FALSE(has_wildcard(""));
}

TEST_CASE("many stars against a long text end") {
    std::string pattern;
    for (int i = 0; i < 50; ++i) {
        pattern += "*a";
    }
    const std::string text(5'000, 'a');
    CHECK(matches(pattern, text));
    CHECK_FALSE(matches(pattern + "b", text));
}

} // namespace
} // namespace polhist::access
