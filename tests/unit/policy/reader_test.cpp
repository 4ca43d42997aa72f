#include "documents.h"
#include "policy/reader.h"
#include "properties/rewriter.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

namespace polhist::policy {
namespace {

struct Refusal {
    std::string_view text;
    std::string_view message;
};

TEST_CASE("documents that are refused") {
    constexpr Refusal rows[] = {
        {"null", "x:1:1: a policy document must be an object, not null ($)"},
        {"[]", "x:1:1: a policy document must be an object, not an array ($)"},
        {"\"{}\"", "x:1:1: a policy document must be an object, not a string ($)"},
        {"{}", "x:1:1: the document has no `Statement`; add one ($)"},
        {R"({"Version": "2012-10-17"})", "x:1:1: the document has no `Statement`; add one ($)"},
        {R"({"Version": "2012-10-18", "Statement": []})",
         "x:1:13: `Version` is `2012-10-18`; write `2012-10-17` (or `2008-10-17`) ($.Version)"},
        {R"({"Version": "", "Statement": []})",
         "x:1:13: `Version` is ``; write `2012-10-17` (or `2008-10-17`) ($.Version)"},
        {R"({"Version": 2012, "Statement": []})",
         "x:1:13: `Version` must be a string, not a number ($.Version)"},
        {R"({"Version": null, "Statement": []})",
         "x:1:13: `Version` must be a string, not null ($.Version)"},
        {R"({"Id": 7, "Statement": []})", "x:1:8: `Id` must be a string, not a number ($.Id)"},
        {R"({"Statement": "x"})",
         "x:1:15: `Statement` must be an array, not a string ($.Statement)"},
        {R"({"Statement": null})", "x:1:15: `Statement` must be an array, not null ($.Statement)"},
        {R"({"Statement": [[]]})",
         "x:1:16: a statement must be an object, not an array ($.Statement[0])"},
        {R"({"Statement": ["x"]})",
         "x:1:16: a statement must be an object, not a string ($.Statement[0])"},
        {R"({"Statment": []})",
         "x:1:14: `Statment` is no element of a policy document; did you mean `Statement`? "
         "($.Statment)"},
        {R"({"statement": []})",
         "x:1:15: `statement` is no element of a policy document; did you mean `Statement`? "
         "($.statement)"},
        {R"({"Statement": [], "Comment": "x"})",
         "x:1:30: `Comment` is no element of a policy document; remove it ($.Comment)"},
        {R"({"Statement": [], "Statement": []})",
         "x:1:19: the key `Statement` stands twice in one object; keep one ($.Statement)"},
    };
    for (const Refusal& row : rows) {
        CAPTURE(row.text);
        CHECK(refusal_of(row.text) == row.message);
    }
}

// Each row is one statement, in a line of its own.
TEST_CASE("statements that are refused") {
    constexpr Refusal rows[] = {
        {R"({"Effect": "Allow", "Resource": "*"})",
         "x:2:1: the statement has neither `Action` nor `NotAction`; add one ($.Statement[0])"},
        {R"({"Effect": "Allow", "Action": "*", "NotAction": "a:b", "Resource": "*"})",
         "x:2:1: the statement has both `Action` and `NotAction`; keep one ($.Statement[0])"},
        {R"({"Effect": "Allow", "Action": "*"})",
         "x:2:1: the statement has neither `Resource` (or `NotResource`) nor `Principal` (or "
         "`NotPrincipal`); add one ($.Statement[0])"},
        {R"({"Effect": "Allow", "Action": "*", "Resource": "*", "NotResource": "*"})",
         "x:2:1: the statement has both `Resource` and `NotResource`; keep one ($.Statement[0])"},
        {R"({"Effect": "Deny", "Action": "*", "Principal": "*", "NotPrincipal": {"AWS": "*"}})",
         "x:2:1: the statement has both `Principal` and `NotPrincipal`; keep one "
         "($.Statement[0])"},
        {R"({"Action": "*", "Resource": "*"})",
         "x:2:1: the statement has no `Effect`; add `Allow` or `Deny` ($.Statement[0])"},
        {R"({"Effect": "allow", "Action": "*", "Resource": "*"})",
         "x:2:12: `Effect` is `allow`; write `Allow` or `Deny`, spelt like that "
         "($.Statement[0].Effect)"},
        {R"({"Effect": "Permit", "Action": "*", "Resource": "*"})",
         "x:2:12: `Effect` is `Permit`; write `Allow` or `Deny`, spelt like that "
         "($.Statement[0].Effect)"},
        {R"({"Effect": true, "Action": "*", "Resource": "*"})",
         "x:2:12: `Effect` must be a string, not a boolean ($.Statement[0].Effect)"},
        {R"({"Effect": ["Allow"], "Action": "*", "Resource": "*"})",
         "x:2:12: `Effect` must be a string, not an array ($.Statement[0].Effect)"},
        {R"({"Sid": 1, "Effect": "Allow", "Action": "*", "Resource": "*"})",
         "x:2:9: `Sid` must be a string, not a number ($.Statement[0].Sid)"},
        {R"({"Effect": "Allow", "Acton": "*", "Resource": "*"})",
         "x:2:30: `Acton` is no element of a statement; did you mean `Action`? "
         "($.Statement[0].Acton)"},
        {R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Conditions": {}})",
         "x:2:67: `Conditions` is no element of a statement; did you mean `Condition`? "
         "($.Statement[0].Conditions)"},
        {R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Note": 1})",
         "x:2:61: `Note` is no element of a statement; remove it ($.Statement[0].Note)"},
        {R"({"Effect": "Allow", "Effect": "Deny", "Action": "*", "Resource": "*"})",
         "x:2:21: the key `Effect` stands twice in one object; keep one "
         "($.Statement[0].Effect)"},
        {R"({"Effect": "Allow", "Action": 5, "Resource": "*"})",
         "x:2:31: `Action` must be a string or a list of strings, not a number "
         "($.Statement[0].Action)"},
        {R"({"Effect": "Allow", "Action": {}, "Resource": "*"})",
         "x:2:31: `Action` must be a string or a list of strings, not an object "
         "($.Statement[0].Action)"},
        {R"({"Effect": "Allow", "NotAction": null, "Resource": "*"})",
         "x:2:34: `NotAction` must be a string or a list of strings, not null "
         "($.Statement[0].NotAction)"},
        {R"({"Effect": "Allow", "Action": ["a:b", ["c:d"]], "Resource": "*"})",
         "x:2:39: an entry of `Action` must be a string, not an array "
         "($.Statement[0].Action[1])"},
        {R"({"Effect": "Allow", "Action": "*", "Resource": ["*", null]})",
         "x:2:54: an entry of `Resource` must be a string, not null "
         "($.Statement[0].Resource[1])"},
        {R"({"Effect": "Allow", "Action": "*", "Resource": false})",
         "x:2:48: `Resource` must be a string or a list of strings, not a boolean "
         "($.Statement[0].Resource)"},
        {R"({"Effect": "Allow", "Action": "*", "Resource": "bucket"})",
         "x:2:48: `bucket` is no resource; write an ARN (`arn:…`) or `*` "
         "($.Statement[0].Resource)"},
        {R"({"Effect": "Allow", "Action": "*", "Resource": ""})",
         "x:2:48: `` is no resource; write an ARN (`arn:…`) or `*` ($.Statement[0].Resource)"},
        {R"({"Effect": "Allow", "Action": "*", "NotResource": ["arn:aws:s3:::a", "ARN:x"]})",
         "x:2:70: `ARN:x` is no resource; write an ARN (`arn:…`) or `*` "
         "($.Statement[0].NotResource[1])"},
        {R"({"Effect": "Allow", "Action": "*", "Resource": "**"})",
         "x:2:48: `**` is no resource; write an ARN (`arn:…`) or `*` "
         "($.Statement[0].Resource)"},
    };
    for (const Refusal& row : rows) {
        CAPTURE(row.text);
        CHECK(refusal_of(document_with(row.text)) == row.message);
    }
}

TEST_CASE("actions that are refused") {
    for (const std::string action :
         {"", "s3", "s3:", ":Get", ":", "s3:Get:Object", "s3::Get", "**", "?", "s3 Get"}) {
        const std::string one =
            R"({"Effect": "Allow", "Action": ")" + action + R"(", "Resource": "*"})";
        CAPTURE(action);
        CHECK(refusal_of(document_with(one)) ==
              "x:2:31: `" + action +
                  "` is no action; write `service:Name` or `*` ($.Statement[0].Action)");
        const std::string listed =
            R"({"Effect": "Deny", "NotAction": ["z:z", ")" + action + R"("], "Resource": "*"})";
        CHECK(refusal_of(document_with(listed)) ==
              "x:2:41: `" + action +
                  "` is no action; write `service:Name` or `*` ($.Statement[0].NotAction[1])");
    }
}

TEST_CASE("principals that are refused") {
    constexpr Refusal rows[] = {
        {R"("arn:aws:iam::111122223333:root")",
         "x:2:15: a principal must be `\"*\"` or an object such as {\"AWS\": …} "
         "($.Statement[0].Principal)"},
        {R"(["*"])",
         "x:2:15: a principal must be `\"*\"` or an object such as {\"AWS\": …} "
         "($.Statement[0].Principal)"},
        {"null",
         "x:2:15: a principal must be `\"*\"` or an object such as {\"AWS\": …} "
         "($.Statement[0].Principal)"},
        {R"({"aws": "*"})",
         "x:2:23: `aws` is no kind of principal; did you mean `AWS`? "
         "($.Statement[0].Principal.aws)"},
        {R"({"Services": "ec2.amazonaws.com"})",
         "x:2:28: `Services` is no kind of principal; did you mean `Service`? "
         "($.Statement[0].Principal.Services)"},
        {R"({"AWS": 111122223333})",
         "x:2:23: a principal must be a string or a list of strings, not a number "
         "($.Statement[0].Principal.AWS)"},
        {R"({"AWS": ["*", true]})",
         "x:2:29: an entry of a principal must be a string, not a boolean "
         "($.Statement[0].Principal.AWS[1])"},
    };
    for (const Refusal& row : rows) {
        CAPTURE(row.text);
        const std::string statement =
            R"({"Principal": )" + std::string(row.text) + R"(, "Effect": "Allow", "Action": "*"})";
        CHECK(refusal_of(document_with(statement)) == row.message);
    }
}

TEST_CASE("conditions that are refused") {
    constexpr Refusal rows[] = {
        {"null", "x:2:15: `Condition` must be an object, not null ($.Statement[0].Condition)"},
        {"[]", "x:2:15: `Condition` must be an object, not an array ($.Statement[0].Condition)"},
        {R"({"Bool": "true"})",
         "x:2:24: a condition operator must be an object, not a string "
         "($.Statement[0].Condition.Bool)"},
        {R"({"": {"a:b": "c"}})",
         "x:2:20: a condition operator is empty; name one ($.Statement[0].Condition[\"\"])"},
        {R"({"Bool": {"": "true"}})",
         "x:2:29: a condition key is empty; name one ($.Statement[0].Condition.Bool[\"\"])"},
        {R"({"Bool": {"a:b": null}})",
         "x:2:32: a condition value must be a string, a number, `true` or `false`, not null "
         "($.Statement[0].Condition.Bool.a:b)"},
        {R"({"Bool": {"a:b": {}}})",
         "x:2:32: a condition value must be a string, a number, `true` or `false`, not an object "
         "($.Statement[0].Condition.Bool.a:b)"},
        {R"({"Bool": {"a:b": ["true", ["false"]]}})",
         "x:2:41: a condition value must be a string, a number, `true` or `false`, not an array "
         "($.Statement[0].Condition.Bool.a:b[1])"},
        {R"({"Bool": {"a:b": "true", "a:b": "false"}})",
         "x:2:40: the key `a:b` stands twice in one object; keep one "
         "($.Statement[0].Condition.Bool.a:b)"},
    };
    for (const Refusal& row : rows) {
        CAPTURE(row.text);
        const std::string statement = R"({"Condition": )" + std::string(row.text) +
                                      R"(, "Effect": "Allow", "Action": "*", "Resource": "*"})";
        CHECK(refusal_of(document_with(statement)) == row.message);
    }
}

TEST_CASE("an error names the statement it is in") {
    constexpr std::string_view good = R"({"Effect": "Allow", "Action": "*", "Resource": "*"})";
    const std::string text =
        document_with(std::string(good) + ",\n" + std::string(good) + ",\n" +
                      R"(  {"Effect": "Allow", "Action": ["s3:*", "Zürich"], "Resource": "*"})");
    CHECK(refusal_of(text) == "x:4:42: `Zürich` is no action; write `service:Name` or `*` "
                              "($.Statement[2].Action[1])");
    CHECK(refusal_of(R"({"Statement": {"Effect": "Allow", "Action": "x", "Resource": "*"}})") ==
          "x:1:45: `x` is no action; write `service:Name` or `*` ($.Statement.Action)");
}

TEST_CASE("a document may not be over 1 MiB") {
    const auto padded = [](std::size_t size) {
        const std::string begin = R"({"Statement": [], "Id": ")";
        const std::string end = "\"}";
        return begin + std::string(size - begin.size() - end.size(), 'x') + end;
    };
    CHECK(refusal_of(padded(largest_document)) == "accepted");
    CHECK(refusal_of("\n" + padded(largest_document) + "\n") == "accepted");
    CHECK(refusal_of(padded(largest_document + 1)) ==
          "x:1:1: the document is over 1 MiB; no policy is that long ($)");
}

TEST_CASE("lists may not multiply without end") {
    const auto list = [](std::string_view begin, std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            text += (i == 0 ? "\"" : ",\"") + std::string(begin) + std::to_string(i) + "\"";
        }
        return "[" + text + "]";
    };
    const auto statement = [&](std::size_t actions, std::size_t resources) {
        return R"({"Effect": "Allow", "Action": )" + list("s3:A", actions) + R"(, "Resource": )" +
               list("arn:aws:s3:::b", resources) + "}";
    };
    CHECK(refusal_of(document_with(statement(500, 500))) == "accepted");
    CHECK(refusal_of(document_with(statement(1000, 1000))) ==
          "x:2:1: the lists of the document multiply to over 250000 grants; split it "
          "($.Statement[0])");
    CHECK(refusal_of(document_with(statement(500, 500) + ",\n" + statement(1, 1))) ==
          "x:3:1: the lists of the document multiply to over 250000 grants; split it "
          "($.Statement[1])");
}

TEST_CASE("long conditions may not multiply without end") {
    std::string actions;
    for (int i = 0; i < 1000; ++i) {
        actions += (i == 0 ? "\"a:" : ",\"a:") + std::to_string(i) + "\"";
    }
    const auto statement = [&](std::size_t size) {
        return R"({"Effect": "Allow", "Action": [)" + actions +
               R"(], "Resource": "*", "Condition": {"StringEquals": {"k": ")" +
               std::string(size, 'x') + "\"}}}";
    };
    CHECK(refusal_of(document_with(statement(30'000))) == "accepted");
    CHECK(refusal_of(document_with(statement(40'000))) ==
          "x:2:1: the grants of the document take over 32 MiB when each is written out; split it "
          "($.Statement[0])");
}

TEST_CASE("warnings end after twenty") {
    std::string statements;
    for (int i = 0; i < 100; ++i) {
        statements += std::string(i == 0 ? "" : ",\n") +
                      R"({"Effect": "Allow", "Action": [], "Resource": "*"})";
    }
    const std::string text = document_with(statements);
    const auto document = read(json::Source{"x", text});
    REQUIRE(document);
    REQUIRE(document->warnings.size() == 21);
    CHECK(document->warnings[19] == "x:21:31: `Action` is an empty list ($.Statement[19].Action)");
    CHECK(document->warnings[20] == "x: more warnings like these are left out");
}

// What stands in all accepted forms of one document.
void check_usual(std::string_view text) {
    CAPTURE(text);
    const Document document = document_of(text);
    CHECK(document.warnings.empty());
    REQUIRE(document.statements.size() == 1);
    CHECK(spelt(grants_of(document)) ==
          std::vector<std::string>{"Allow s3:GetObject on arn:aws:s3:::b/* if Bool "
                                   "aws:SecureTransport [true]"});
}

TEST_CASE("forms that mean the same") {
    constexpr std::string_view rows[] = {
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],
            "Resource":["arn:aws:s3:::b/*"],
            "Condition":{"Bool":{"aws:SecureTransport":["true"]}}}]})",
        R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject",
            "Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}})",
        R"({"Statement":{"Condition":{"Bool":{"aws:SecureTransport":true}},
            "Resource":"arn:aws:s3:::b/*","Action":"s3:GetObject","Effect":"Allow","Sid":"x"},
            "Id":"some","Version":"2008-10-17"})",
        R"({"Statement":[{"Effect":"Allow","Action":["s3:GetObject","S3:getobject"],
            "Resource":["arn:aws:s3:::b/*","arn:aws:s3:::b/*"],
            "Condition":{"Bool":{"aws:SecureTransport":[true,"true"]}}}]})",
        R"({"\u0053tatement":[{"Effect":"\u0041llow","Action":"s3:\u0047etObject",
            "Resource":"arn:aws:s3:::b\/*",
            "Condition":{"Bool":{"aws:SecureTransport":"tru\u0065"}}}]})",
        ("\xef\xbb\xbf{\"Statement\":\r\n[{\"Effect\":\"Allow\",\r\n\"Action\":\"s3:GetObject\","
         "\r\n"
         "\"Resource\":\"arn:aws:s3:::b/*\",\"Condition\":{\"Bool\":"
         "{\"aws:SecureTransport\":true}}}]}\r\n"),
    };
    for (const std::string_view row : rows) {
        check_usual(row);
    }
}

TEST_CASE("what a document says beside its statements") {
    const Document bare = document_of(R"({"Statement": []})");
    CHECK(bare.language == Language::v2008);
    CHECK_FALSE(bare.language_stated);
    CHECK_FALSE(bare.id.has_value());
    const Document old = document_of(R"({"Version": "2008-10-17", "Id": "", "Statement": []})");
    CHECK(old.language == Language::v2008);
    CHECK(old.language_stated);
    CHECK(old.id == "");
    const Document usual = document_of(R"({"Statement": [], "Version": "2012-10-17"})");
    CHECK(usual.language == Language::v2012);
    CHECK(usual.language_stated);
}

TEST_CASE("condition values are read as text") {
    const Document document = document_of(document_with(
        R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"NumericEquals":
            {"a:b": [5, "5", 1.50, -2e3, true, false, "z", "a", "a", ""]}}})"));
    CHECK(document.statements[0].conditions[0].values ==
          std::vector<std::string>{"", "-2e3", "1.50", "5", "a", "false", "true", "z"});
}

TEST_CASE("lists are sorted and without repetition") {
    const Document document = document_of(document_with(
        R"({"Effect": "Allow", "Action": ["s3:b", "S3:A", "s3:a", "ec2:*", "s3:B"],
            "Resource": ["arn:b", "arn:a", "arn:A", "arn:b"],
            "Condition": {"StringLike": {"b:b": "x", "a:a": "y"},
                          "stringlike": {"B:B": ["x", "x"]}, "Bool": {"c:c": true}}})"));
    const Statement& statement = document.statements[0];
    CHECK(statement.actions.values == std::vector<std::string>{"ec2:*", "S3:A", "s3:b"});
    CHECK(statement.resources->values == std::vector<std::string>{"arn:A", "arn:a", "arn:b"});
    REQUIRE(statement.conditions.size() == 3);
    CHECK(statement.conditions[0].comparison == "Bool");
    CHECK(statement.conditions[1].key == "a:a");
    CHECK(statement.conditions[2].key == "b:b");
}

TEST_CASE("lists of runs that are sorted come out as any others do") {
    properties::Rewriter random(3);
    for (int i = 0; i < 300; ++i) {
        std::vector<std::string> expected;
        std::string list;
        for (std::size_t runs = 1 + random.below(5); runs > 0; --runs) {
            std::size_t number = random.below(50);
            for (std::size_t left = random.below(30); left > 0; --left) {
                number += random.below(4);
                expected.push_back(fmt::format("s3:a{:04}", number));
                list += fmt::format("{}\"{}\"", list.empty() ? "" : ",", expected.back());
            }
        }
        std::ranges::sort(expected);
        expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
        const Document document = document_of(document_with(
            fmt::format(R"({{"Effect": "Allow", "Action": [{}], "Resource": "*"}})", list)));
        REQUIRE(document.statements.size() == 1);
        CHECK(document.statements[0].actions.values == expected);
    }
}

TEST_CASE("one key in two letter cases is two tests when the values differ") {
    const Document document = document_of(document_with(
        R"({"Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {"StringEquals": {"aws:x": "1", "AWS:X": "2"}}})"));
    CHECK(document.statements[0].conditions.size() == 2);
}

TEST_CASE("principals") {
    const auto principals = [](std::string_view value) {
        const Document document = document_of(document_with(
            R"({"Effect": "Allow", "Action": "*", "Principal": )" + std::string(value) + "}"));
        std::vector<std::string> names;
        for (const Principal& principal : document.statements[0].principals->values) {
            names.push_back(spelt(principal));
        }
        return joined(names);
    };
    CHECK(principals(R"("*")") == "AWS=*");
    CHECK(principals(R"({"AWS": "*"})") == "AWS=*");
    CHECK(principals(R"({"AWS": ["*"]})") == "AWS=*");
    CHECK(principals(R"({"Service": "b", "AWS": ["c", "a", "a"], "Federated": "f",
                         "CanonicalUser": "u"})") ==
          "AWS=a,AWS=c,CanonicalUser=u,Federated=f,Service=b");
}

TEST_CASE("spaces in action names are kept") {
    const Document document = document_of(document_with(
        R"({"Effect": "Allow", "Action": ["ec2: Describe", "s3:List "], "Resource": "*"})"));
    CHECK(document.statements[0].actions.values ==
          std::vector<std::string>{"ec2: Describe", "s3:List "});
}

TEST_CASE("unknown condition operators are kept") {
    const Document document = document_of(document_with(
        R"({"Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {"StringSmells": {"a": "b"}}})"));
    CHECK(document.statements[0].conditions[0].comparison == "StringSmells");
}

TEST_CASE("empty lists are accepted with a warning") {
    struct Row {
        std::string_view text;
        std::string_view warning;
    };

    constexpr Row rows[] = {
        {R"({"Effect": "Allow", "Action": [], "Resource": "*"})",
         "x:2:31: `Action` is an empty list ($.Statement[0].Action)"},
        {R"({"Effect": "Allow", "NotAction": [], "Resource": "*"})",
         "x:2:34: `NotAction` is an empty list ($.Statement[0].NotAction)"},
        {R"({"Effect": "Allow", "Action": "*", "Resource": []})",
         "x:2:48: `Resource` is an empty list ($.Statement[0].Resource)"},
        {R"({"Effect": "Allow", "Action": "*", "NotResource": []})",
         "x:2:51: `NotResource` is an empty list ($.Statement[0].NotResource)"},
        {R"({"Effect": "Allow", "Action": "*", "Principal": {}})",
         "x:2:49: names no principal: the statement applies to nobody "
         "($.Statement[0].Principal)"},
        {R"({"Effect": "Allow", "Action": "*", "Principal": {"AWS": []}})",
         "x:2:57: a principal is an empty list ($.Statement[0].Principal.AWS)"},
        {R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a": []}}})",
         "x:2:81: an empty list of condition values: no value is equal to any of it "
         "($.Statement[0].Condition.Bool.a)"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const std::string text = document_with(row.text);
        const auto document = read(json::Source{"x", text});
        REQUIRE(document);
        REQUIRE(document->warnings.size() == 1);
        CHECK(document->warnings[0] == row.warning);
    }
    const auto nothing = read(json::Source{"x", R"({"Statement": []})"});
    REQUIRE(nothing);
    CHECK(nothing->warnings ==
          std::vector<Warning>{"x:1:15: `Statement` is empty: the document grants nothing "
                               "($.Statement)"});
}

TEST_CASE("an empty condition is no condition") {
    for (const std::string condition : {"{}", "{\"Bool\": {}}"}) {
        const Document document = document_of(
            document_with(R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": )" +
                          condition + "}"));
        CHECK(document.statements[0].conditions.empty());
    }
}

TEST_CASE("statements know their position") {
    const Document document = document_of("{\"Statement\": [\n"
                                          "{\"Sid\": \"\", \"Effect\": \"Allow\", "
                                          "\"Action\": \"*\", \"Resource\": \"*\"},\n"
                                          "{\"Effect\": \"Deny\", \"Action\": \"*\", "
                                          "\"Resource\": \"*\"}]}");
    REQUIRE(document.statements.size() == 2);
    CHECK(document.statements[0].index == 0);
    CHECK(document.statements[0].offset == 16);
    CHECK(document.statements[0].sid == "");
    CHECK(document.statements[1].index == 1);
    CHECK(document.statements[1].effect == Effect::deny);
    CHECK_FALSE(document.statements[1].sid.has_value());
}

} // namespace
} // namespace polhist::policy
