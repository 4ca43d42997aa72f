#include "access/permission.h"
#include "documents.h"
#include "index/outline.h"
#include "policy/canonical.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace polhist::index {
namespace {

using policy::Document;

constexpr std::string_view actions[] = {
    "*", "s3:*", "s3:GetObject", "S3:getobject", "s3:G?tObject", "iam:PassRole", "sts:*", "ec2:x"};

// Versions of one policy: statements that change a little, move, double, and are of every shape.
std::vector<Document> versions() {
    constexpr std::string_view texts[] = {
        R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}})",
        R"({"Statement":[{"Sid":"a","Effect":"Allow","Action":["s3:GetObject","s3:Put*"],"Resource":["arn:aws:s3:::b","arn:aws:s3:::a"]},
            {"Effect":"Deny","Action":"s3:*","NotResource":"*",
             "Condition":{"StringLike":{"aws:x":["1","2"]},"Bool":{"aws:y":true}}}]})",
        R"({"Version":"2012-10-17","Id":"x","Statement":[
            {"Effect":"Allow","Action":"s3:getobject","Resource":"*"},
            {"Effect":"Allow","Action":"iam:PassRole","Resource":"*"},
            {"Effect":"Allow","NotAction":["iam:*","sts:*"],"Resource":"*"}]})",
        R"({"Version":"2008-10-17","Statement":[
            {"Effect":"Allow","Principal":{"AWS":["2","1"],"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"},
            {"Sid":"","Effect":"Deny","NotPrincipal":"*","Action":"sts:AssumeRole"},
            {"Effect":"Allow","Action":[],"Resource":"*"}]})",
        R"({"Version":"2012-10-17","Statement":[]})",
        R"({"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":"iam:PassRole","Resource":"*"},
            {"Effect":"Allow","Action":"s3:G*Object","Resource":"*"},
            {"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}]})",
    };
    std::vector<Document> documents;
    for (const std::string_view text : texts) {
        documents.push_back(document_of(text));
    }
    return documents;
}

std::string outline_of(const std::vector<Document>& documents) {
    OutlineWriter writer;
    for (const Document& document : documents) {
        writer.add(document);
    }
    return writer.bytes();
}

// All that a slice says, its numbers too.
std::string told(const Document& slice) {
    std::string text = policy::canonical_text(slice);
    for (const policy::Statement& statement : slice.statements) {
        text += policy::label_of(statement) + '\n';
    }
    return text;
}

TEST_CASE("an excerpt says of an action what the document does") {
    const std::vector<Document> documents = versions();
    const std::string bytes = outline_of(documents);
    const auto outline = Outline::in(bytes, documents.size());
    REQUIRE(outline);
    for (const std::string_view action : actions) {
        const auto excerpts = outline->about(action);
        REQUIRE(excerpts);
        for (std::size_t i = 0; i < documents.size(); ++i) {
            CAPTURE(action);
            CAPTURE(i);
            CHECK(told(access::slice_of(excerpts->of(i), action)) ==
                  told(access::slice_of(documents[i], action)));
        }
    }
    CHECK_FALSE(Outline::in(bytes, documents.size() + 1));
}

TEST_CASE("an excerpt leaves out what is not asked for") {
    const std::vector<Document> documents = versions();
    const std::string bytes = outline_of(documents);
    const auto outline = Outline::in(bytes, documents.size());
    REQUIRE(outline);
    const auto excerpts = outline->about("s3:PutObject");
    REQUIRE(excerpts);
    CHECK(excerpts->of(0).statements.empty());
    const Document second = excerpts->of(1);
    REQUIRE(second.statements.size() == 2);
    CHECK(second.statements.front().actions.values == std::vector<std::string>{"s3:Put*"});
}

TEST_CASE("a statement that many versions have is kept once") {
    const std::vector<Document> one(1, versions()[1]);
    const std::vector<Document> many(1000, versions()[1]);
    CHECK(outline_of(many).size() < outline_of(one).size() + 6 * many.size());
}

TEST_CASE("damaged outlines are read to their end, or not at all") {
    const std::vector<Document> documents = versions();
    const std::string bytes = outline_of(documents);
    const auto read_all = [&](const std::string& damaged) {
        const auto outline = Outline::in(damaged, documents.size());
        const auto excerpts = outline ? outline->about("*") : std::nullopt;
        for (std::size_t i = 0; excerpts && i < documents.size(); ++i) {
            static_cast<void>(excerpts->of(i));
        }
        return outline.has_value();
    };
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        CHECK_FALSE(read_all(bytes.substr(0, i)));
        for (const int bit : {1, 0x80, 0xFF}) {
            std::string damaged = bytes;
            damaged[i] = static_cast<char>(damaged[i] ^ bit);
            read_all(damaged);
        }
    }
    CHECK_FALSE(read_all(bytes + "x"));
}

} // namespace
} // namespace polhist::index
