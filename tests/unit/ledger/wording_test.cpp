#include "ledger/wording.h"
#include "policy/reader.h"

#include <doctest/doctest.h>

namespace polhist::ledger {
namespace {

using Texts = std::vector<std::string>;

struct Row {
    std::string_view text;
    Texts expected;
};

TEST_CASE("actions that a text names") {
    const std::vector<Row> rows{
        {"via the iam:GetRole API action.", {"iam:GetRole"}},
        {"(`ec2:CopyImage`,ec2:Describe*): sts:AssumeRole.",
         {"ec2:CopyImage", "ec2:Describe*", "sts:AssumeRole"}},
        {"EC2:copyImage or license-manager:ListLicenses?",
         {"EC2:copyImage", "license-manager:ListLicenses"}},
        {"aws:RequestTag arn:aws:s3:::b https://x 10:30 a:1b ec2:ResourceTag/a note: word :x", {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(actions_in(row.text) == row.expected);
    }
}

TEST_CASE("names that a text claims a document to have") {
    const std::vector<Row> rows{
        {R"(tagged with "Created By": "EC2 Image Builder".)", {"Created By", "EC2 Image Builder"}},
        {R"(an open "quote and "")", {"quote and "}},
        {"an empty \"\"", {}},
        {"a group /aws/imagebuilder/. One and/or two / three", {"/aws/imagebuilder/"}},
        {"whose name starts with ec2imagebuilder-.", {"ec2imagebuilder-"}},
        {"whose name begins with ImageBuilder, or starts with the name", {"ImageBuilder"}},
        {"roles named CrossAccountRole, named after", {"CrossAccountRole"}},
        {"the document is GatherInventory, the inventory is MyInventory", {"GatherInventory"}},
        {"AWS-RunShellScript, or AWSEC2-RunSysprep.", {"AWS-RunShellScript", "AWSEC2-RunSysprep"}},
        {"EC2-Classic, cross-account, Read-OnlyAccess, X-RayTracing", {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(terms_in(row.text) == row.expected);
    }
}

TEST_CASE("phrases are sentences, cut at further infinitives") {
    const std::vector<Row> rows{
        {"", {}},
        {"One. Two via e:F.", {"One", "Two via e:F."}},
        {"to get roles, to verify one and to list all", {"to get roles", "verify one", "list all"}},
        {"to get roles, tools, and types", {"to get roles, tools, and types"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto phrases = phrases_of(row.text);
        CHECK(Texts(phrases.begin(), phrases.end()) == row.expected);
    }
}

TEST_CASE("words are lower case and singular") {
    const std::vector<Row> rows{
        {"Get (images), \"Buckets\".", {"get", "image", "bucket"}},
        {"entries statuses status addresses access boxes",
         {"entry", "status", "status", "address", "access", "box"}},
        {"de-register via iam:GetRole", {"deregister", "de", "register", "via"}},
        {" . - ", {""}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(words_of(row.text) == row.expected);
    }
}

TEST_CASE("an action by its words") {
    struct ActionRow {
        std::string_view action;
        std::string_view service;
        std::string_view verb;
        Texts nouns;
        bool reads;
    };

    const std::vector<ActionRow> rows{
        {"ec2:DescribeInstanceTypes", "ec2", "describe", {"instance", "type"}, true},
        {"IAM:ListRoles", "iam", "list", {"role"}, true},
        {"s3:ListAllMyBuckets", "s3", "list", {"bucket"}, true},
        {"ecr:BatchGetImage", "ecr", "get", {"image"}, true},
        {"kms:ReEncryptTo", "kms", "reencrypt", {}, false},
        {"rds:DescribeDBInstances", "rds", "describe", {"db", "instance"}, true},
        {"ec2:ModifySnapshotAttribute", "ec2", "modify", {"snapshot"}, false},
        {"ec2:Describe*", "ec2", "describe", {}, true},
        {"ec2:*", "ec2", "", {}, false},
        {"*", "", "", {}, false},
    };
    for (const ActionRow& row : rows) {
        CAPTURE(row.action);
        const ActionWords words = words_of_action(row.action);
        CHECK(words.service == row.service);
        CHECK(words.verb == row.verb);
        CHECK(words.nouns == row.nouns);
        CHECK(is_reading(words.verb) == row.reads);
    }
}

TEST_CASE("the action patterns of a document, allowed or not") {
    const auto document = policy::read(json::Source{"d", R"({"Statement": [
        {"Effect": "Allow", "Action": ["b:*", "a:B"], "Resource": "*"},
        {"Effect": "Deny", "NotAction": "c:D", "Resource": "*"}]})"});
    REQUIRE(document);
    const auto patterns = action_patterns(*document);
    CHECK(Texts(patterns.begin(), patterns.end()) == Texts{"a:B", "b:*", "c:D"});
}

} // namespace
} // namespace polhist::ledger
