#include "access/compare.h"
#include "diff/difference.h"
#include "documents.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

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

Verdict swapped(Verdict verdict) {
    if (verdict == Verdict::broader) {
        return Verdict::narrower;
    }
    return verdict == Verdict::narrower ? Verdict::broader : verdict;
}

// Each request is what it is said to be.
void check_witnesses(const Access& access,
                     const policy::Document& before,
                     const policy::Document& after) {
    const Compiled old_policy(before);
    const Compiled new_policy(after);
    for (const Witness& witness : access.gained) {
        CHECK(evaluate(new_policy, witness.request).outcome == Outcome::allow);
        CHECK(evaluate(old_policy, witness.request).outcome != Outcome::allow);
    }
    for (const Witness& witness : access.lost) {
        CHECK(evaluate(old_policy, witness.request).outcome == Outcome::allow);
        CHECK(evaluate(new_policy, witness.request).outcome != Outcome::allow);
    }
}

std::string file_text(const std::string& path) {
    const std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
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

TEST_CASE("verdicts of the written cases") {
    const std::string path = POLHIST_SOURCE_ROOT "/tests/cases/verdicts.json";
    const std::string text = file_text(path);
    const auto tree = json::Tree::parse({path, text});
    REQUIRE(tree);
    std::size_t cases = 0;
    for (const json::Value one : tree->root().items()) {
        const auto before = policy::read(*one.find("old"));
        const auto after = policy::read(*one.find("new"));
        REQUIRE(before);
        REQUIRE(after);
        CAPTURE(one.find("rule")->text());
        CAPTURE(one.find("reason")->text());
        const Access there = Comparison(*before, *after).verdict();
        const Access back = Comparison(*after, *before).verdict();
        CHECK(name_of(there.verdict) == one.find("verdict")->text());
        CHECK(back.verdict == swapped(there.verdict));
        check_witnesses(there, *before, *after);
        check_witnesses(back, *after, *before);
        CHECK(Comparison(*before, *before).verdict().verdict == Verdict::equivalent);
        ++cases;
    }
    CHECK(cases == 64);
}

TEST_CASE("a Deny that no longer holds a request back is named") {
    const policy::Document before = document_of(document_with(
        R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
           {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"})"));
    const policy::Document after =
        document_of(document_with(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})"));
    const Access access = Comparison(before, after).verdict();
    REQUIRE(access.gained.size() == 1);
    REQUIRE(access.gained.front().because != nullptr);
    CHECK(access.gained.front().because->index == 1);
    CHECK(access.verdict == Verdict::broader);
}

TEST_CASE("a statement whose Bool can never be true is not responsible") {
    const policy::Document before = document_of(document_with(reads));
    const policy::Document after = document_of(document_with(
        R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
            "Condition": {"Bool": {"k:a": "2020-01-01T00:00:00Z"}}},
           {"Effect": "Allow", "Action": "s3:*", "Resource": "*",
            "Condition": {"ArnNotEquals": {"k:a": "arn:*:s:::*"}}})"));
    const Access access = Comparison(before, after).verdict();
    CHECK(access.verdict == Verdict::mixed);
    REQUIRE(access.gained.size() == 1);
    CHECK(access.gained.front().statement->index == 1);
}

TEST_CASE("a witness that needs a star to cross a colon says so") {
    constexpr std::string_view allow =
        R"({"Effect": "Allow", "Action": "a:b", "Resource": "arn:aws:ec2:*:*:instance/*"})";
    constexpr std::string_view deny =
        R"(,{"Effect": "Deny", "Action": "a:b", "Resource": "arn:aws:ec2:*:*:key-pair/*"})";
    const policy::Document before =
        document_of(document_with(std::string(allow) + std::string(deny)));
    const policy::Document after = document_of(document_with(allow));
    const Access access = Comparison(before, after).verdict();
    REQUIRE(access.gained.size() == 1);
    CHECK(access.gained.front().via == access::Via::star_crosses_colon);
}

TEST_CASE("so does one for which a star of a NotResource must cross a colon") {
    const auto shown = [](const std::string& resources) {
        const std::string but =
            R"({"Effect": "Allow", "Action": "a:b", "NotResource": "arn:aws:s::*:a"})";
        const std::string more =
            R"(, {"Effect": "Allow", "Action": "a:b", "Resource": [)" + resources + "]}";
        const policy::Document before = document_of(document_with(but));
        const policy::Document after = document_of(document_with(but + more));
        const Access access = Comparison(before, after).verdict();
        REQUIRE(access.gained.size() == 1);
        const Witness& witness = access.gained.front();
        return witness.request.resource +
               (witness.via == access::Via::star_crosses_colon ? ", crossing" : "");
    };
    CHECK(shown(R"("arn:aws:s::::a")") == "arn:aws:s::::a, crossing");
    // A resource that needs no such star comes first.
    CHECK(shown(R"("arn:aws:s::::a", "arn:aws:s::9:a")") == "arn:aws:s::9:a");
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
        CHECK(Comparison(old_language, new_language).verdict().verdict != Verdict::equivalent);
    }
    constexpr std::string_view plain = R"("Resource": "arn:$x")";
    CHECK(judged(document("2008-10-17", plain), document("2012-10-17", plain)) == "equivalent");
}

TEST_CASE("a run of stars is one star, however long it is") {
    const std::string stars(400'000, '*');
    const policy::Document long_runs =
        document_of(document_with(R"({"Effect": "Allow", "Action": "s3:Get)" + stars +
                                  R"(ed", "Resource": "arn:aws:s3:::)" + stars + R"(b"})"));
    const policy::Document short_runs = document_of(document_with(
        R"({"Effect": "Allow", "Action": "s3:Get*ed", "Resource": "arn:aws:s3:::*b"})"));
    CHECK(judged(long_runs, short_runs) == "equivalent");
    Comparison comparison(long_runs, short_runs);
    CHECK(comparison.is_covered(Side::before, policy::grants_of(long_runs).front()) == true);
}

TEST_CASE("a grant is covered where the other document gives all of it") {
    const policy::Document base = document_of(document_with(
        R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
           {"Effect": "Deny", "Action": "s3:GetSecret", "Resource": "arn:aws:s3:::b"})"));
    const auto covered = [&](std::string_view statement) {
        const policy::Document document = document_of(document_with(statement));
        return Comparison(base, document)
            .is_covered(Side::after, policy::grants_of(document).front());
    };
    CHECK(covered(R"({"Effect": "Allow", "Action": "s3:List", "Resource": "*"})") == false);
    CHECK(covered(R"({"Effect": "Allow", "Action": "S3:getx", "Resource": "*"})") == true);
    CHECK(covered(R"({"Effect": "Allow", "Action": "s3:GetSecret", "Resource": "*"})") == false);
    CHECK(covered(R"({"Effect": "Allow", "Action": "s3:GetO*", "Resource": "arn:aws:s3:::b"})") ==
          true);
    CHECK(covered(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})") == false);
    CHECK(
        covered(R"({"Effect": "Deny", "Action": "s3:GetSecret", "Resource": "arn:aws:s3:::b"})") ==
        true);
    CHECK(covered(R"({"Effect": "Deny", "Action": "s3:GetSecret", "Resource": "*"})") == false);
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

// Whether an Allow under some conditions, without what a Deny takes, gives anything.
bool gives(std::string_view conditions, std::string_view denied) {
    const std::string allow =
        R"({"Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": )" +
        std::string(conditions) + "}";
    const std::string deny =
        R"(, {"Effect": "Deny", "Action": "a:b", "Resource": "*", "Condition": )" +
        std::string(denied) + "}";
    const policy::Document nothing = document_of(document_with(""));
    const policy::Document some = document_of(document_with(allow + deny));
    const Access access = Comparison(nothing, some).verdict();
    check_witnesses(access, nothing, some);
    REQUIRE(access.doubts.empty());
    return !access.gained.empty();
}

TEST_CASE("keys that must be equal, of which one may have several values or be absent") {
    // One value of the set is the tag, another is `cost`.
    CHECK(gives(R"({"ForAnyValue:StringEquals": {"x:set": "${x:tag}"},
                    "ForAnyValue:StringLike": {"x:set": "cost"}})",
                R"({"StringEquals": {"x:tag": "cost"}})"));
    // Without x:unit the tag may be anything.
    CHECK(gives(R"({"StringEqualsIfExists": {"x:unit": "${x:tag}"},
                    "StringLikeIfExists": {"x:unit": "mint"}, "Null": {"x:tag": "false"}})",
                R"({"StringEquals": {"x:tag": "mint"}})"));
    CHECK_FALSE(gives(R"({"StringEquals": {"x:unit": "${x:tag}"},
                          "StringLike": {"x:unit": "mint"}})",
                      R"({"StringEquals": {"x:tag": "mint"}})"));
}

TEST_CASE("two numbers lie between two that have no whole one between them") {
    CHECK(gives(R"({"ForAllValues:NumericGreaterThan": {"x:n": "2"},
                    "ForAllValues:NumericLessThan": {"x:n": "3"}, "Null": {"x:n": "false"}})",
                R"({"NumericNotEquals": {"x:n": "100"}})"));
}

TEST_CASE("a proof is about an action that AWS lists, and a resource that it is asked for") {
    struct Row {
        std::string statement;
        std::string shown;
    };

    const Row rows[] = {
        // The heaviest that fits the resource, of actions alike.
        {R"({"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*"})",
         "s3:BypassGovernanceRetention on arn:aws:s3:::b/example"},
        {R"({"Effect":"Allow","Action":["s3:GetObject","s3:PutObjectAcl"],"Resource":"*"})",
         "s3:PutObjectAcl on arn:aws:s3:::example/example"},
        {R"({"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"})",
         "s3:ListAllMyBuckets on *"},
        {R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b*"})",
         "s3:GetObject on arn:aws:s3:::bexample/example"},
        {R"({"Effect":"Allow","Action":"*","Resource":"*"})",
         "iam:AttachGroupPolicy on arn:aws:iam::111122223333:group/example"},
        // Nothing is listed that is asked for on a bucket: then it is said.
        {R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b"})",
         "s3:GetObject on arn:aws:s3:::b, as AWS listed s3:GetObject on 2026-09-26, it is asked "
         "for on an ARN of type object, accesspointobject, not on `arn:aws:s3:::b`"},
        {R"({"Effect":"Allow","Action":"s3:NotListed","Resource":"arn:aws:s3:::b"})",
         "s3:NotListed on arn:aws:s3:::b"},
    };
    const policy::Document nothing = document_of(document_with(""));
    for (const Row& row : rows) {
        CAPTURE(row.statement);
        const policy::Document document = document_of(document_with(row.statement));
        const Access access = diff::compare(nothing, document).access;
        REQUIRE(access.gained.size() == 1);
        const Witness& witness = access.gained.front();
        CHECK(witness.request.action + " on " + witness.request.resource +
                  (witness.note.empty() ? "" : ", " + witness.note) ==
              row.shown);
    }
}

} // namespace
} // namespace polhist::access
