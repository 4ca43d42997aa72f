#include "core/percent.h"
#include "documents.h"
#include "policy/envelope.h"

#include <doctest/doctest.h>

namespace polhist::policy {
namespace {

constexpr std::string_view usual_document =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*",
        "Resource": "*"}]})";

std::string refusal(std::string_view text) {
    const auto envelope = read_any({"x", text});
    return envelope ? "accepted" : envelope.error().message;
}

TEST_CASE("a bare document is an envelope that says nothing") {
    const auto envelope = read_any({"x", usual_document});
    REQUIRE(envelope);
    CHECK_FALSE(envelope->version.has_value());
    CHECK_FALSE(envelope->created.has_value());
    CHECK_FALSE(envelope->is_default.has_value());
    CHECK(envelope->document.statements.size() == 1);
}

TEST_CASE("an envelope says which version it holds") {
    const std::string text = R"({"PolicyVersion": {"CreateDate": "2021-08-11T20:07:10+02:00",
        "VersionId": "v13", "Document": )" +
                             std::string(usual_document) +
                             R"(, "IsDefaultVersion": true, "Other": 1}, "ResponseMetadata": {}})";
    const auto envelope = read_any({"x", text});
    REQUIRE(envelope);
    CHECK(envelope->version == "v13");
    CHECK(format_instant(*envelope->created) == "2021-08-11T18:07:10Z");
    CHECK(envelope->is_default == true);
    CHECK(envelope->document.statements.size() == 1);
}

TEST_CASE("what an envelope may leave out") {
    for (const std::string rest :
         {"", R"(, "CreateDate": null)", R"(, "IsDefaultVersion": false)"}) {
        const std::string text = R"({"PolicyVersion": {"VersionId": "v1", "Document": )" +
                                 std::string(usual_document) + rest + "}}";
        const auto envelope = read_any({"x", text});
        CAPTURE(text);
        REQUIRE(envelope);
        CHECK_FALSE(envelope->created.has_value());
        CHECK(envelope->is_default.value_or(false) == false);
    }
}

TEST_CASE("envelopes that are refused") {
    struct Row {
        std::string_view text;
        std::string_view message;
    };

    constexpr Row rows[] = {
        {R"({"PolicyVersion": []})",
         "x:1:19: `PolicyVersion` must be an object, not an array ($.PolicyVersion)"},
        {R"({"PolicyVersion": {"Document": {}}})",
         "x:1:19: the version has no `VersionId`; add it ($.PolicyVersion)"},
        {R"({"PolicyVersion": {"VersionId": 1}})",
         "x:1:33: `VersionId` must be a string, not a number ($.PolicyVersion.VersionId)"},
        {R"({"PolicyVersion": {"VersionId": "13"}})",
         "x:1:33: `13` is no version id; write `v13` ($.PolicyVersion.VersionId)"},
        {R"({"PolicyVersion": {"VersionId": "v1", "CreateDate": 5}})",
         "x:1:53: `CreateDate` must be a string, not a number ($.PolicyVersion.CreateDate)"},
        {R"({"PolicyVersion": {"VersionId": "v1", "CreateDate": "2021-08-11"}})",
         "x:1:53: `CreateDate` is `2021-08-11`; write an instant such as 2021-08-11T18:07:10Z "
         "($.PolicyVersion.CreateDate)"},
        {R"({"PolicyVersion": {"VersionId": "v1", "CreateDate": ""}})",
         "x:1:53: `CreateDate` is ``; write an instant such as 2021-08-11T18:07:10Z "
         "($.PolicyVersion.CreateDate)"},
        {R"({"PolicyVersion": {"VersionId": "v1", "IsDefaultVersion": "true"}})",
         "x:1:59: `IsDefaultVersion` must be a boolean, not a string "
         "($.PolicyVersion.IsDefaultVersion)"},
        {R"({"PolicyVersion": {"VersionId": "v1"}})",
         "x:1:19: the version has no `Document`; add it ($.PolicyVersion)"},
        {R"({"PolicyVersion": {"VersionId": "v1", "Document": 5}})",
         "x:1:51: a policy document must be an object, not a number ($.PolicyVersion.Document)"},
        {R"({"PolicyVersion": {"VersionId": "v1", "Document": {"Statement": 5}}})",
         "x:1:65: `Statement` must be an array, not a number ($.PolicyVersion.Document.Statement)"},
        {R"({"PolicyVersion": {"VersionId": "v1", "Document": "%7"}})",
         "x:1:51: `Document` has a `%` that begins no `%XX`; encode it as RFC 3986 "
         "($.PolicyVersion.Document)"},
        {R"({"PolicyVersion": {"VersionId": "v1", "Document": "%7B%7D"}})",
         "x:1:51: decoded Document:1:1: the document has no `Statement`; add one ($)"},
        {R"({"PolicyVersion": {"VersionId": "v1", "Document": "%7B%22Statement%22%3A%205%7D"}})",
         "x:1:51: decoded Document:1:15: `Statement` must be an array, not a number ($.Statement)"},
        {"[{}]", "x:1:1: holds no policy document, which has a `Statement` ($)"},
        {"5", "x:1:1: a policy document must be an object, not a number ($)"},
        {"{} {}", "x:1:4: "},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const std::string message = refusal(row.text);
        CHECK(message.substr(0, row.message.size()) == row.message);
        CHECK((row.message.ends_with(' ') || message.size() == row.message.size()));
    }
}

TEST_CASE("a document may be a URL-encoded string") {
    constexpr std::string_view rows[] = {
        // as the API encodes it, as it may be encoded less, and as JSON in a string
        R"(%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3AGet%2A%22%2C%22Resource%22%3A%22arn%3Aaws%3As3%3A%3A%3A%C3%A9%2B%25%22%7D%5D%7D)",
        R"(%7b%22Statement%22:%5b%7b%22Effect%22:%22Allow%22,%22Action%22:%22s3:Get*%22,%22Resource%22:%22arn:aws:s3:::%c3%a9+%25%22%7d%5d%7d)",
        R"({\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"arn:aws:s3:::\u00e9+%25\"}]})",
    };
    for (const std::string_view row : rows) {
        CAPTURE(row);
        const std::string text =
            R"({"PolicyVersion": {"VersionId": "v1", "Document": ")" + std::string(row) + "\"}}";
        const auto envelope = read_any({"x", text});
        const std::string trouble = envelope ? "" : envelope.error().message;
        REQUIRE(trouble == "");
        CHECK(spelt(grants_of(envelope->document)) ==
              std::vector<std::string>{"Allow s3:Get* on arn:aws:s3:::é+%"});
    }
}

TEST_CASE("percent signs are decoded, and nothing else") {
    struct Row {
        std::string_view text;
        std::string_view decoded;
    };

    constexpr Row rows[] = {
        {"", ""},
        {"a+b", "a+b"},
        {"%41%62%2f%2F", "Ab//"},
        {"%25%32%35", "%25"},
        {"%C3%A9", "é"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(percent_decoded(row.text) == std::string(row.decoded));
    }
    for (const std::string_view text :
         {"%", "%4", "a%", "%4g", "%g4", "%-1", "%+1", "% 1", "%%41"}) {
        CAPTURE(text);
        CHECK_FALSE(percent_decoded(text).has_value());
    }
}

TEST_CASE("ids of versions are v and a number from 1") {
    for (const std::string_view text : {"v1", "v9", "v13", "v100", "v123456789"}) {
        CAPTURE(text);
        CHECK(is_version_id(text));
    }
    for (const std::string_view text :
         {"", "v", "v0", "v01", "V1", "1", "v1 ", "v-1", "v1.0", "va", "v1234567890"}) {
        CAPTURE(text);
        CHECK_FALSE(is_version_id(text));
    }
}

} // namespace
} // namespace polhist::policy
