#include "ledger/service.h"

#include "policy/document.h"

#include <algorithm>
#include <array>

namespace polhist::ledger {
namespace {

struct Service {
    std::string_view title;
    std::string_view prefix;
};

// Where the prefix is not the title in lower case. Source: "Actions, resources, and condition keys
// for AWS services" in the Service Authorization Reference.
constexpr std::array services{
    Service{"API Gateway", "apigateway"},
    Service{"CloudWatch Logs", "logs"},
    Service{"EC2", "ec2"},
    Service{"ECR", "ecr"},
    Service{"EventBridge", "events"},
    Service{"IAM", "iam"},
    Service{"Image Builder", "imagebuilder"},
    Service{"EC2 Image Builder", "imagebuilder"},
    Service{"KMS", "kms"},
    Service{"License Manager", "license-manager"},
    Service{"S3", "s3"},
    Service{"SNS", "sns"},
    Service{"SQS", "sqs"},
    Service{"STS", "sts"},
    Service{"Secrets Manager", "secretsmanager"},
    Service{"Step Functions", "states"},
    Service{"Systems Manager", "ssm"},
};

std::string_view without_maker(std::string_view title) {
    for (const std::string_view maker : {std::string_view("Amazon "), std::string_view("AWS ")}) {
        if (title.starts_with(maker)) {
            return title.substr(maker.size());
        }
    }
    return title;
}

} // namespace

std::string prefix_of(std::string_view title) {
    const std::string_view name = without_maker(title);
    const auto found = std::ranges::find(services, name, &Service::title);
    return found != services.end() ? std::string(found->prefix) : policy::folded(name);
}

std::string_view title_of(std::string_view prefix) {
    const auto found = std::ranges::find(services, prefix, &Service::prefix);
    return found != services.end() ? found->title : prefix;
}

} // namespace polhist::ledger
