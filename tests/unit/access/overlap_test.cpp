#include "access/overlap.h"

#include <doctest/doctest.h>

#include <string>

namespace polhist::access {
namespace {

bool overlap(const std::string& left, const std::string& right, Reading reading = Reading::glob) {
    Steps steps;
    const Pattern one = compile(left, reading, false);
    const Pattern other = compile(right, reading, false);
    const bool found = may_overlap(one, other, steps);
    CHECK(may_overlap(other, one, steps) == found);
    return found;
}

TEST_CASE("patterns that match a text in common") {
    CHECK(overlap("", ""));
    CHECK(overlap("*", ""));
    CHECK(overlap("a*", "*b"));
    CHECK(overlap("a*b*c", "a?b?c"));
    CHECK(overlap("?*", "*?"));
    CHECK(overlap("*a*", "*b*"));
    CHECK(overlap("arn:*:s3:::*", "arn:aws:s3:::b/k", Reading::arn));
    CHECK(overlap("aBc", "AbC", Reading::ignore_case));
}

TEST_CASE("patterns that do not") {
    CHECK_FALSE(overlap("a", ""));
    CHECK_FALSE(overlap("a*c", "*b"));
    CHECK_FALSE(overlap("?", "ab"));
    CHECK_FALSE(overlap("a*", "b*"));
    CHECK_FALSE(overlap("arn:*:s3:::*", "arn:aws:ec2:::x", Reading::arn));
    CHECK_FALSE(overlap("arn:?*:s3:::?*/?*", "arn:aws:s3:::b", Reading::arn));
    CHECK_FALSE(overlap("abc", "AbC"));
}

TEST_CASE("steps that run out leave it open") {
    Budget budget(1);
    Steps steps(budget);
    const Pattern one = compile("aaaaaaaaaaaaaaaa*b", Reading::glob, false);
    const Pattern other = compile("aaaaaaaaaaaaaaaa*c", Reading::glob, false);
    CHECK(may_overlap(one, other, steps));
}

} // namespace
} // namespace polhist::access
