#include "ingest/file.h"
#include "watch/aws_cli.h"
#include "watch/aws_listing.h"

#include <doctest/doctest.h>

namespace polhist::watch {
namespace {

using timeline::SourceClass;
using timeline::VersionClaim;

Instant at(const char* text) {
    return parse_instant(text).value();
}

ListedPolicy listed(const char* version, const char* created) {
    return {{"aws", "P"}, "arn:aws:iam::aws:policy/P", version, at(created), std::nullopt};
}

VersionClaim claim(const char* version,
                   const char* document,
                   const char* created,
                   SourceClass source = SourceClass::exact) {
    return {{"aws", "P"}, version, document, at(created), source};
}

TEST_CASE("whether the default version is known") {
    struct Row {
        const char* version; // the default
        const char* created; // the policy
        std::vector<VersionClaim> known;
        const char* document; // empty: it must be fetched
    };

    const char* const early = "2020-01-01T00:00:00Z";
    const char* const late = "2021-01-01T00:00:00Z";
    const std::vector<Row> rows{
        {"v1", early, {}, ""},
        {"v1", early, {claim("v1", "a", early)}, "a"},
        {"v2", early, {claim("v1", "a", early), claim("v2", "b", late)}, "b"},
        // A document of the same id from before the policy was made anew.
        {"v1", late, {claim("v1", "a", early)}, ""},
        {"v1", late, {claim("v1", "a", early), claim("v1", "b", late)}, "b"},
        // Two documents under one id.
        {"v1", early, {claim("v1", "a", early), claim("v1", "b", late)}, ""},
        // Other sources date versions less well.
        {"v1", early, {claim("v1", "a", late, SourceClass::minute)}, ""},
        {"v1", early, {claim("v1", "a", late, SourceClass::catalogue)}, ""},
        {"v1", early, {{{"aws", "P"}, "v1", "a", std::nullopt, SourceClass::exact}}, ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.version);
        CAPTURE(row.document);
        const auto known = known_default(listed(row.version, row.created), row.known);
        CHECK((known ? known->document : "") == row.document);
    }
}

ingest::Imported listing(const std::string& entries) {
    ingest::Options options;
    options.kind = "listing";
    return ingest::read_file({"list", R"({"Policies":[)" + entries + "]}"}, {}, options).value();
}

constexpr const char* whole =
    R"({"PolicyName":"P","Arn":"arn:aws:iam::aws:policy/P","DefaultVersionId":"v1",)"
    R"("CreateDate":"2020-01-01T00:00:00+00:00","AttachmentCount":1})";

TEST_CASE("what a listing says") {
    auto read =
        listing(std::string(whole) + R"(,{"PolicyName":"Q","Arn":"arn:aws:iam::aws:policy/Q"},)" +
                R"({"PolicyName":"R","DefaultVersionId":"v1"})");
    const auto policies = listed_policies(read);
    REQUIRE(policies.size() == 1);
    CHECK(policies.front().version == "v1");
    REQUIRE(read.rejected.size() == 2);
    CHECK(read.rejected[0].error == "aws iam list-policies: `Q` has no `DefaultVersionId`");
    CHECK(read.rejected[1].error == "aws iam list-policies: `R` has no `Arn`");
}

TEST_CASE("what tells two listings apart") {
    const auto digest = [](const std::string& text) {
        auto read = listing(text);
        return digest_of(listed_policies(read));
    };
    const auto with = [](const char* old, const char* now) {
        std::string text = whole;
        return text.replace(text.find(old), std::string(old).size(), now);
    };
    CHECK(digest(whole) == digest(with("Count\":1", "Count\":2")));
    CHECK(digest(whole) != digest(with("\"v1\"", "\"v2\"")));
    CHECK(digest(whole) != digest(with("2020", "2021")));
    CHECK(digest(whole) != digest(""));
}

TEST_CASE("what the AWS CLI says of failures") {
    CHECK(is_throttled(
        "\nAn error occurred (Throttling) when calling the ListPolicies operation: x"));
    CHECK(is_throttled("An error occurred (ThrottlingException) when calling"));
    CHECK(is_throttled("An error occurred (RequestLimitExceeded) when calling"));
    CHECK(
        is_throttled("An error occurred (503) when calling the X operation: Service Unavailable"));
    CHECK_FALSE(is_throttled("An error occurred (ExpiredToken) when calling"));
    CHECK_FALSE(is_throttled("Unable to locate credentials"));
    CHECK(is_about_nothing("An error occurred (NoSuchEntity) when calling the GetPolicyVersion"));
    CHECK_FALSE(is_about_nothing("An error occurred (AccessDenied) when calling"));
}

} // namespace
} // namespace polhist::watch
