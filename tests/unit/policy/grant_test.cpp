#include "documents.h"
#include "policy/grant.h"

#include <doctest/doctest.h>

namespace polhist::policy {
namespace {

std::vector<std::string> grants_in(std::string_view statements) {
    return spelt(grants_of(document_of(document_with(statements))));
}

TEST_CASE("lists multiply to grants, negated lists stay whole") {
    struct Row {
        std::string_view statements;
        std::vector<std::string> grants;
    };

    const Row rows[] = {
        {R"({"Effect": "Allow", "Action": ["s3:b", "s3:a"], "Resource": ["arn:y", "arn:x"]})",
         {"Allow s3:a on arn:x",
          "Allow s3:a on arn:y",
          "Allow s3:b on arn:x",
          "Allow s3:b on arn:y"}},
        {R"({"Effect": "Deny", "NotAction": ["s3:b", "s3:a"], "Resource": ["arn:y", "arn:x"]})",
         {"Deny not(s3:a,s3:b) on arn:x", "Deny not(s3:a,s3:b) on arn:y"}},
        {R"({"Effect": "Deny", "Action": "*", "NotResource": ["arn:y", "arn:x"]})",
         {"Deny * on not(arn:x,arn:y)"}},
        {R"({"Effect": "Deny", "Action": "*", "Principal": {"AWS": ["b", "a"], "Service": "c"}})",
         {"Deny * by AWS=a", "Deny * by AWS=b", "Deny * by Service=c"}},
        {R"({"Effect": "Deny", "Action": "*", "NotPrincipal": {"AWS": ["b", "a"]}})",
         {"Deny * by not(AWS=a,AWS=b)"}},
        {R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"})",
         {"Allow * on * by AWS=*"}},
        {R"({"Effect": "Allow", "Action": [], "Resource": "*"})", {}},
        {R"({"Effect": "Allow", "Action": "*", "Resource": []})", {}},
        {R"({"Effect": "Allow", "Action": "*", "Principal": {}})", {}},
        {R"({"Effect": "Allow", "NotAction": [], "NotResource": []})", {"Allow not() on not()"}},
        {R"({"Effect": "Allow", "Action": "s3:a", "Resource": "*"},
            {"Effect": "Allow", "Action": "S3:A", "Resource": "*", "Sid": "again"})",
         {"Allow s3:a on *"}},
        {R"({"Effect": "Allow", "Action": "*", "Resource": "arn:a"},
            {"Effect": "Allow", "Action": "*", "Resource": "arn:A"})",
         {"Allow * on arn:A", "Allow * on arn:a"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.statements);
        CHECK(grants_in(row.statements) == row.grants);
    }
}

TEST_CASE("conditions are part of a grant, without letter case of operator and key") {
    CHECK(
        grants_in(R"(
        {"Effect": "Allow", "Action": "*", "Resource": "*",
         "Condition": {"StringEquals": {"aws:x": ["b", "a"]}, "Bool": {"aws:y": true}}},
        {"Effect": "Allow", "Action": "*", "Resource": "*",
         "Condition": {"bool": {"AWS:Y": "true"}, "stringequals": {"AWS:X": ["a", "b", "a"]}}},
        {"Effect": "Allow", "Action": "*", "Resource": "*",
         "Condition": {"StringEquals": {"aws:x": ["A", "b"]}, "Bool": {"aws:y": true}}})") ==
        std::vector<std::string>{"Allow * on * if Bool aws:y [true] if StringEquals aws:x [A,b]",
                                 "Allow * on * if Bool aws:y [true] if StringEquals aws:x [a,b]"});
}

TEST_CASE("grants are sorted by action, effect, resource, then the rest") {
    CHECK(grants_in(R"(
        {"Effect": "Deny", "NotAction": "s3:a", "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:A", "Resource": "arn:b"},
        {"Effect": "Allow", "Action": "s3:B", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:A", "NotResource": "arn:a"},
        {"Effect": "Allow", "Action": "s3:a", "Resource": "arn:b",
         "Condition": {"Bool": {"x": true}}},
        {"Effect": "Allow", "Action": "s3:a", "Resource": "arn:b"})") ==
          std::vector<std::string>{"Allow s3:a on arn:b",
                                   "Allow s3:a on arn:b if Bool x [true]",
                                   "Allow s3:A on not(arn:a)",
                                   "Deny s3:A on arn:b",
                                   "Allow s3:B on *",
                                   "Deny not(s3:a) on *"});
}

TEST_CASE("a grant that several statements give belongs to the first") {
    const Document document = document_of(document_with(
        R"({"Effect": "Allow", "Action": "a:b", "Resource": "*"},
           {"Effect": "Allow", "Action": "a:a", "Resource": "*"},
           {"Effect": "Allow", "Action": ["a:a", "a:b"], "Resource": "*"})"));
    const std::vector<Grant> grants = grants_of(document);
    REQUIRE(grants.size() == 2);
    CHECK(grants[0].statement().index == 1);
    CHECK(grants[1].statement().index == 0);
    CHECK(grant_count(document.statements[2]) == 2);
}

TEST_CASE("the coarser orders are prefixes of the finest") {
    const Document document = document_of(document_with(
        R"({"Effect": "Allow", "Action": ["a:b", "a:c"], "Resource": ["arn:x", "*"]},
           {"Effect": "Allow", "Action": ["A:B"], "Resource": ["arn:x"],
            "Condition": {"Bool": {"k": true}}},
           {"Effect": "Deny", "NotAction": ["a:b"], "NotResource": ["arn:x", "arn:y"]},
           {"Effect": "Deny", "NotAction": ["A:B"], "Resource": "*", "Principal": "*"},
           {"Effect": "Deny", "Action": ["a:b"], "NotPrincipal": {"AWS": "x"}})"));
    const std::vector<Grant> grants = grants_of(document);
    for (const Grant& left : grants) {
        for (const Grant& right : grants) {
            CAPTURE(spelt(left));
            CAPTURE(spelt(right));
            CHECK(compare(left, right) == -compare(right, left));
            CHECK((compare(left, right) == 0) == (&left == &right));
            if (compare_actions(left, right) != 0) {
                CHECK((compare_actions(left, right) < 0) == (compare(left, right) < 0));
            }
            if (compare_resources(left, right) != 0) {
                CHECK((compare_resources(left, right) < 0) == (compare(left, right) < 0));
            }
        }
    }
}

} // namespace
} // namespace polhist::policy
