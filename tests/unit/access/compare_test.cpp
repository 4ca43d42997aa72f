#include "access/compare.h"
#include "diff/difference.h"
#include "documents.h"

#include <doctest/doctest.h>

namespace polhist::access {
namespace {

// `broader; gained Statement[1] s3:Get on *; doubt new Statement[0] reason`, for rows.
std::string judged(const policy::Document& before, const policy::Document& after) {
    const Access access = diff::compare(before, after).access;
    std::string text(name_of(access.verdict));
    for (const auto& [word, witnesses] :
         {std::pair("gained", &access.gained), std::pair("lost", &access.lost)}) {
        for (const Witness& witness : *witnesses) {
            text += std::string("; ") + word + " " + policy::label_of(*witness.statement) + " " +
                    witness.request.action + " on " + witness.request.resource;
            CHECK(witness.request.context.empty());
            CHECK_FALSE(witness.request.principal.has_value());
        }
    }
    for (const Doubt& doubt : access.doubts) {
        text += "; " + std::string(name_of(doubt.side)) + " " + policy::label_of(*doubt.statement) +
                ": " + doubt.reason;
    }
    return text;
}

std::string judged(std::string_view before, std::string_view after) {
    const policy::Document old_document = document_of(document_with(before));
    const policy::Document new_document = document_of(document_with(after));
    return judged(old_document, new_document);
}

constexpr std::string_view reads = R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"})";

TEST_CASE("verdicts that are proven") {
    struct Row {
        std::string_view before;
        std::string_view after;
        std::string_view verdict;
    };

    constexpr Row rows[] = {
        {"", "", "equivalent"},
        {reads, reads, "equivalent"},
        {reads,
         R"({"Effect": "Allow", "Action": ["s3:get*"], "Resource": ["*"], "Sid": "x"})",
         "equivalent"},
        {"",
         R"({"Effect": "Allow", "Action": "s3:List", "Resource": "*"})",
         "broader; gained Statement[0] s3:List on *"},
        {R"({"Effect": "Allow", "Action": "s3:List", "Resource": "*"})",
         "",
         "narrower; lost Statement[0] s3:List on *"},
        {reads,
         R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
            {"Sid": "L", "Effect": "Allow", "Action": ["s3:List", "s3:Put"],
             "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::a"]},
            {"Effect": "Allow", "Action": "ec2:Run", "Resource": "*"})",
         "broader; gained Statement[1] \"L\" s3:List on arn:aws:s3:::a; gained Statement[2] "
         "ec2:Run on *"},
        // One grant is proof enough for new to be broader, whatever the others do.
        {reads,
         R"({"Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject", "s3:List"], "Resource": "*"})",
         "broader; gained Statement[0] s3:List on *"},
        {R"({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"})",
         R"({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"},
            {"Effect": "Allow", "Action": "s3:List", "Resource": "*"})",
         "broader; gained Statement[1] s3:List on *"},
        // Stars become values that such fields have.
        {"",
         R"({"Effect": "Allow", "Action": "ec2:Run", "Resource": "arn:aws:ec2:*:*:image/?*"})",
         "broader; gained Statement[0] ec2:Run on "
         "arn:aws:ec2:us-east-1:111122223333:image/xexample"},
        {"",
         R"({"Effect": "Allow", "Action": "a:b", "Resource": "arn:*:iam::*:role/x"})",
         "broader; gained Statement[0] a:b on arn:aws:iam::111122223333:role/x"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.before);
        CAPTURE(row.after);
        CHECK(judged(row.before, row.after) == row.verdict);
    }
}

TEST_CASE("verdicts that are not proven yet say why") {
    constexpr std::string_view not_plain =
        "another Allow matches the action of each change, or it has conditions";

    struct Row {
        std::string_view before;
        std::string_view after;
        std::string_view doubt;
    };

    const Row rows[] = {
        {reads,
         R"({"Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject"], "Resource": "*"})",
         not_plain},
        {"", R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})", not_plain},
        {"", R"({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"})", not_plain},
        {"", R"({"Effect": "Allow", "Action": "s3:Get", "NotResource": "arn:x"})", not_plain},
        {"", R"({"Effect": "Allow", "Action": "s3: Get", "Resource": "*"})", not_plain},
        {"",
         R"({"Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws:s3:::${aws:x}"})",
         not_plain},
        {"",
         R"({"Effect": "Allow", "Action": "s3:Get", "Resource": "*",
                 "Condition": {"Bool": {"a": true}}})",
         not_plain},
        {"",
         R"({"Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Principal": "*"})",
         not_plain},
        {R"({"Effect": "Allow", "NotAction": "ec2:*", "Resource": "*"})",
         R"({"Effect": "Allow", "NotAction": "ec2:*", "Resource": "*"},
            {"Effect": "Allow", "Action": "s3:Get", "Resource": "*"})",
         not_plain},
        {"",
         R"({"Effect": "Deny", "Action": "s3:Get", "Resource": "*"})",
         "what a Deny leaves of a change is not decided"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.before);
        CAPTURE(row.after);
        const std::string verdict = judged(row.before, row.after);
        CHECK(verdict.starts_with("undecided; new Statement["));
        CHECK(verdict.ends_with(row.doubt));
        const std::string reverse = judged(row.after, row.before);
        CHECK(reverse.starts_with("undecided; old Statement["));
        CHECK(reverse.ends_with(row.doubt));
    }
    CHECK(judged(reads, R"({"Effect": "Allow", "Action": "s3:List", "Resource": "*"})") ==
          "undecided; new Statement[0]: grants were added and removed; which access that leaves "
          "is not decided");
}

TEST_CASE("a condition operator that is not known leaves all undecided") {
    constexpr std::string_view odd =
        R"({"Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Sid": "Odd",
            "Condition": {"StringSmells": {"a": "b"}}})";
    CHECK(
        judged(odd, odd) ==
        "undecided; old Statement[0] \"Odd\": the condition operator `StringSmells` is not known; "
        "new Statement[0] \"Odd\": the condition operator `StringSmells` is not known");
    const policy::Document document = document_of(document_with(odd));
    CHECK_FALSE(diff::is_quiet(diff::compare(document, document)));
}

TEST_CASE("a variable under two Versions is two things") {
    const auto document = [](std::string_view language, std::string_view rest) {
        return document_of(R"({"Version": ")" + std::string(language) +
                           R"(", "Statement": {"Effect": "Allow", "Action": "a:b", )" +
                           std::string(rest) + "}}");
    };
    constexpr std::string_view variables[] = {
        R"("Resource": "arn:${x}")",
        R"("NotResource": ["arn:a", "arn:${x}"])",
        R"("Resource": "*", "Condition": {"StringEquals": {"a": ["b", "${x}"]}})",
    };
    for (const std::string_view variable : variables) {
        CAPTURE(variable);
        const auto old_language = document("2008-10-17", variable);
        const auto new_language = document("2012-10-17", variable);
        CHECK(judged(old_language, old_language) == "equivalent");
        CHECK(judged(new_language, new_language) == "equivalent");
        CHECK(judged(old_language, new_language) ==
              "undecided; old Statement[0]: `${…}` is a variable under one Version and text under "
              "the other; new Statement[0]: `${…}` is a variable under one Version and text under "
              "the other");
    }
    constexpr std::string_view plain = R"("Resource": "arn:$x")";
    CHECK(judged(document("2008-10-17", plain), document("2012-10-17", plain)) == "equivalent");
}

TEST_CASE("a document certainly lacks a plain grant, or it is not known") {
    const policy::Document base = document_of(document_with(reads));
    const auto covered = [&](std::string_view statement) {
        const policy::Document document = document_of(document_with(statement));
        return covers(base, policy::grants_of(document).front());
    };
    CHECK(covered(R"({"Effect": "Allow", "Action": "s3:List", "Resource": "*"})") == false);
    CHECK(covered(R"({"Effect": "Allow", "Action": "S3:getx", "Resource": "*"})") == std::nullopt);
    CHECK(covered(R"({"Effect": "Allow", "Action": "s3:L*", "Resource": "*"})") == std::nullopt);
    CHECK(covered(R"({"Effect": "Deny", "Action": "s3:List", "Resource": "*"})") == std::nullopt);
}

TEST_CASE("condition operators that AWS documents are known") {
    for (const std::string_view name : {"StringEquals",
                                        "stringequals",
                                        "StringNotEqualsIgnoreCase",
                                        "StringLikeIfExists",
                                        "ForAnyValue:StringLike",
                                        "ForAllValues:StringNotEqualsIfExists",
                                        "foranyvalue:ARNLIKE",
                                        "NumericLessThanEquals",
                                        "DateGreaterThan",
                                        "Bool",
                                        "BoolIfExists",
                                        "BinaryEquals",
                                        "IpAddress",
                                        "NotIpAddress",
                                        "ArnNotLike",
                                        "Null"}) {
        CAPTURE(name);
        CHECK(is_known_operator(name));
    }
    for (const std::string_view name : {"",
                                        "IfExists",
                                        "ForAnyValue:",
                                        "NullIfExists",
                                        "String",
                                        "StringEqual",
                                        "StringEquals ",
                                        "StringEqualsIfExistsIfExists",
                                        "ForAllValues:ForAnyValue:StringEquals",
                                        "StringEqualsForAnyValue:",
                                        "BoolLike"}) {
        CAPTURE(name);
        CHECK_FALSE(is_known_operator(name));
    }
}

TEST_CASE("verdicts have names") {
    for (const Verdict verdict : {Verdict::equivalent,
                                  Verdict::broader,
                                  Verdict::narrower,
                                  Verdict::mixed,
                                  Verdict::undecided}) {
        CHECK(parse_verdict(name_of(verdict)) == verdict);
    }
    CHECK(name_of(Verdict::broader) == "broader");
    CHECK_FALSE(parse_verdict("Broader").has_value());
    CHECK_FALSE(parse_verdict("any").has_value());
    CHECK_FALSE(parse_verdict("").has_value());
}

} // namespace
} // namespace polhist::access
