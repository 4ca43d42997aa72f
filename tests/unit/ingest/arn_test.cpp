#include "ingest/arn.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <vector>

namespace polhist::ingest {
namespace {

TEST_CASE("ARNs say whose policies there are") {
    struct Row {
        std::string_view text;
        std::string_view expected; // `SCOPE TYPE NAME`; empty: no ARN of IAM
    };

    const std::vector<Row> rows{
        {"arn:aws:iam::aws:policy/ReadOnlyAccess", "aws policy ReadOnlyAccess"},
        {"arn:aws:iam::aws:policy/aws-service-role/X", "aws policy X"},
        {"arn:aws-cn:iam::aws:policy/X", "aws-cn policy X"},
        {"arn:aws-us-gov:iam::123456789012:role/a/b/X", "123456789012 role X"},
        {"arn:aws:iam::123456789012:user/a@b.c", "123456789012 user a@b.c"},
        {"arn:aws:iam::12345678901:policy/X", ""},
        {"arn:aws:iam::123456789012:policy/", ""},
        {"arn:aws:iam::123456789012:policy", ""},
        {"arn:aws:iam::aws:policy/a b", ""},
        {"arn:aws:iam:us-east-1:aws:policy/X", ""},
        {"arn:aws:s3:::bucket/X", ""},
        {"arn:evil/../x:iam::aws:policy/X", ""},
        {"", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto arn = parse_arn(row.text);
        CHECK((arn ? fmt::format("{} {} {}", arn->scope, arn->type, arn->name) : "") ==
              row.expected);
    }
    CHECK(is_iam_name(std::string(128, 'a')));
    CHECK_FALSE(is_iam_name(std::string(129, 'a')));
}

} // namespace
} // namespace polhist::ingest
