#include "ledger/mention.h"

#include <doctest/doctest.h>

namespace polhist::ledger {
namespace {

TEST_CASE("whether a section mentions an action of its service") {
    struct Row {
        std::string_view service;
        std::string_view text;
        std::string_view action;
        bool mentioned;
    };

    const std::vector<Row> rows{
        // By name.
        {"IAM", "via the iam:GetRole API action", "iam:GetRole", true},
        {"IAM", "via the iam:GetRole API action", "iam:GetRolePolicy", false},
        {"Amazon EC2", "all of ec2:Describe*", "ec2:DescribeImages", true},
        // As one of a group.
        {"Amazon EC2", "EC2 Describe actions that are needed", "ec2:DescribeImages", true},
        {"Amazon EC2", "EC2 Describe actions that are needed", "ec2:CopyImage", false},
        {"Amazon SNS", "Administrative access is granted", "sns:Publish", true},
        {"Amazon SNS", "full access", "sns:ListTopics", true},
        {"Amazon SNS", "Write permissions are granted", "sns:Publish", true},
        {"Amazon SNS", "Write permissions are granted", "sns:ListTopics", false},
        {"Amazon SNS", "write access", "sns:Publish", true},
        {"Amazon SNS", "read-only access", "sns:ListTopics", true},
        {"Amazon SNS", "read-only access", "sns:Publish", false},
        // By verb and nouns.
        {"IAM", "pass any role in your account", "iam:PassRole", true},
        {"IAM", "use any role in your account", "iam:PassRole", false},
        {"IAM", "get profiles, to verify a role", "iam:ListRoles", false},
        {"IAM", "get profiles. The role is there", "iam:ListRoles", false},
        {"Amazon EC2", "get information about images, subnets", "ec2:DescribeSubnets", true},
        {"Amazon EC2", "de-register images", "ec2:DeregisterImage", true},
        {"Amazon EC2", "replicate images", "ec2:CopyImage", true},
        {"Amazon EC2", "share snapshots", "ec2:ModifySnapshotAttribute", true},
        {"AWS KMS", "encrypt, or re-encrypt volumes", "kms:Encrypt", true},
        {"AWS KMS", "encrypt, or re-encrypt volumes", "kms:ReEncryptFrom", true},
        {"AWS KMS", "encrypt, or re-encrypt volumes", "kms:Decrypt", false},
        // By two thirds of the nouns, not by half.
        {"Amazon EC2", "get instance types", "ec2:DescribeInstanceTypeOfferings", true},
        {"Amazon S3", "list buckets", "s3:GetBucketLocation", false},
        // By the noun the service is named for.
        {"CloudWatch Logs", "create and upload CloudWatch Logs", "logs:PutLogEvents", true},
        {"CloudWatch Logs", "create streams", "logs:PutLogEvents", false},
        // With a letter wrong in a long noun.
        {"Systems Manager", "stop automation exeuctions", "ssm:StopAutomationExecution", true},
        {"Amazon EC2", "stop intances", "ec2:StopInstances", true},
        {"Amazon EC2", "copy imges", "ec2:CopyImage", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CAPTURE(row.action);
        const Prose prose{
            "P", "", "", {{std::string(row.service), {"First.", std::string(row.text)}}}};
        CHECK(mentions_action(prose, row.action) == row.mentioned);
    }
}

TEST_CASE("outside of the section on its service an action must be said in full") {
    struct Row {
        std::string_view summary;
        std::string_view other; // the section on another service
        std::string_view action;
        bool mentioned;
    };

    const std::vector<Row> rows{
        {"permissions via ec2:CopyImage", "", "ec2:CopyImage", true},
        {"", "permissions via ec2:CopyImage", "ec2:CopyImage", true},
        {"", "create launch templates", "ec2:CreateLaunchTemplate", true},
        {"", "create launch templates", "ec2:CreateLaunchTemplateVersion", false},
        {"", "copy images", "ec2:CopyImage", false},
        {"create launch templates", "", "ec2:CreateLaunchTemplate", false},
        {"full access", "full access", "ec2:CopyImage", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.action);
        CAPTURE(row.other);
        const Prose prose{"P",
                          std::string(row.summary),
                          "",
                          {{"Amazon EC2", {"Access is granted."}},
                           {"Systems Manager", {std::string(row.other)}}}};
        CHECK(mentions_action(prose, row.action) == row.mentioned);
    }
}

TEST_CASE("whether a section speaks of a service or a type of resource") {
    struct Row {
        std::string_view text;
        std::string_view service;
        std::string_view type;
        bool spoken_of;
    };

    const std::vector<Row> rows{
        {"objects in Amazon S3", "s3", "", true},
        {"the prefix s3", "s3", "", true},
        {"any instance", "ec2", "instance", true},
        {"any Instances", "ec2", "instance", true},
        {"any log group", "logs", "log-group", true},
        {"with Systems Manager", "ssm", "", true},
        {"commands to any instance", "s3", "", false},
        {"commands to any bucket", "ec2", "instance", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(mentions_resource({"X", {"First.", std::string(row.text)}}, row.service, row.type) ==
              row.spoken_of);
    }
}

} // namespace
} // namespace polhist::ledger
