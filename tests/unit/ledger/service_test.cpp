#include "ledger/service.h"

#include <doctest/doctest.h>

#include <vector>

namespace polhist::ledger {
namespace {

TEST_CASE("prefixes and titles of services") {
    struct Row {
        std::string_view title;
        std::string_view prefix;
        std::string_view title_of_prefix;
    };

    const std::vector<Row> rows{
        {"CloudWatch Logs", "logs", "CloudWatch Logs"},
        {"Amazon CloudWatch Logs", "logs", "CloudWatch Logs"},
        {"Amazon EC2", "ec2", "EC2"},
        {"Amazon ECR", "ecr", "ECR"},
        {"IAM", "iam", "IAM"},
        {"AWS KMS", "kms", "KMS"},
        {"License Manager", "license-manager", "License Manager"},
        {"Amazon S3", "s3", "S3"},
        {"Amazon SNS", "sns", "SNS"},
        {"AWS STS", "sts", "STS"},
        {"Systems Manager", "ssm", "Systems Manager"},
        {"Image Builder", "imagebuilder", "Image Builder"},
        {"EC2 Image Builder", "imagebuilder", "Image Builder"},
        {"AWS Lambda", "lambda", "lambda"},
        {"Amazon DynamoDB", "dynamodb", "dynamodb"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.title);
        CHECK(prefix_of(row.title) == row.prefix);
        CHECK(title_of(row.prefix) == row.title_of_prefix);
    }
}

} // namespace
} // namespace polhist::ledger
