#include "plans/access_table.h"

#include "policy/document.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace polhist::plans {
namespace {

constexpr std::array general{
    AccessAttribute{"AWS::*", "ExecutionRoleArn", Means::holder, "which role it has"},
    AccessAttribute{"AWS::*", "IamInstanceProfile", Means::holder, "which role it has"},
    AccessAttribute{"AWS::*", "Role", Means::holder, "which role it has"},
    AccessAttribute{"AWS::*", "RoleARN", Means::holder, "which role it has"},
    AccessAttribute{"AWS::*", "RoleArn", Means::holder, "which role it has"},
    AccessAttribute{"AWS::*", "ServiceRole", Means::holder, "which role it has"},
    AccessAttribute{"AWS::*", "ServiceRoleArn", Means::holder, "which role it has"},
    AccessAttribute{"AWS::*", "TaskRoleArn", Means::holder, "which role it has"},
    AccessAttribute{"aws_*", "execution_role_arn", Means::holder, "which role it has"},
    AccessAttribute{"aws_*", "iam_instance_profile", Means::holder, "which role it has"},
    AccessAttribute{"aws_*", "iam_role", Means::holder, "which role it has"},
    AccessAttribute{"aws_*", "iam_role_arn", Means::holder, "which role it has"},
    AccessAttribute{"aws_*", "role", Means::holder, "which role it has"},
    AccessAttribute{"aws_*", "role_arn", Means::holder, "which role it has"},
    AccessAttribute{"aws_*", "service_role", Means::holder, "which role it has"},
    AccessAttribute{"aws_*", "service_role_arn", Means::holder, "which role it has"},
    AccessAttribute{"aws_*", "task_role_arn", Means::holder, "which role it has"},
};

std::span<const AccessAttribute> of_type(std::span<const AccessAttribute> all,
                                         std::string_view type) {
    return {std::ranges::lower_bound(all, type, {}, &AccessAttribute::type),
            std::ranges::upper_bound(all, type, {}, &AccessAttribute::type)};
}

// The rows of a type, and those for every type with its beginning that it has none of its own for.
std::vector<AccessAttribute> with_general(std::span<const AccessAttribute> all,
                                          std::string_view type) {
    const auto own = of_type(all, type);
    std::vector<AccessAttribute> rows(own.begin(), own.end());
    for (const AccessAttribute& row : general) {
        const bool has_own = std::ranges::any_of(own, [&](const AccessAttribute& one) {
            return one.attribute.empty() || one.attribute == row.attribute;
        });
        if (!has_own && type.starts_with(row.type.substr(0, row.type.size() - 1))) {
            rows.push_back(row);
        }
    }
    return rows;
}

// `AWS::IAM::Role` and `awscc_iam_role` without what tells them apart.
std::string plain_name(std::string_view name) {
    std::string plain = policy::folded(name);
    std::erase_if(plain, [](char byte) { return byte == ':' || byte == '_'; });
    return plain;
}

constexpr std::string_view cloud_control = "awscc_";

// The type of CloudFormation that the provider `awscc` has by another name; where no row is about
// it, one that has the general rows.
std::string_view template_type(std::string_view type) {
    const std::string plain = "aws" + plain_name(type.substr(cloud_control.size()));
    for (const AccessAttribute& row : template_attributes()) {
        if (plain_name(row.type) == plain) {
            return row.type;
        }
    }
    return "AWS::";
}

} // namespace

std::span<const AccessAttribute> general_attributes() {
    return general;
}

std::vector<AccessAttribute> terraform_rows(std::string_view type) {
    if (!type.starts_with(cloud_control)) {
        return with_general(terraform_attributes(), type);
    }
    // `RoleArn` and `RoleARN` are one there.
    std::vector<AccessAttribute> rows;
    for (const AccessAttribute& row : template_rows(template_type(type))) {
        const std::string name = terraform_name(type, row.attribute);
        if (std::ranges::none_of(rows, [&](const AccessAttribute& other) {
                return terraform_name(type, other.attribute) == name;
            })) {
            rows.push_back(row);
        }
    }
    return rows;
}

std::vector<AccessAttribute> template_rows(std::string_view type) {
    return with_general(template_attributes(), type);
}

bool is_custom(std::string_view type) {
    // Those of AWS CDK that only clean up, copy files or set how long logs are kept.
    constexpr std::array<std::string_view, 6> harmless{"Custom::CDKBucketDeployment",
                                                       "Custom::ECRAutoDeleteImages",
                                                       "Custom::LogRetention",
                                                       "Custom::S3AutoDeleteObjects",
                                                       "Custom::S3BucketNotifications",
                                                       "Custom::VpcRestrictDefaultSG"};
    return type == "AWS::CloudFormation::CustomResource" ||
           (type.starts_with("Custom::") && std::ranges::find(harmless, type) == harmless.end());
}

bool has_own_row(std::span<const AccessAttribute> rows) {
    return std::ranges::any_of(rows,
                               [](const AccessAttribute& row) { return !row.type.ends_with('*'); });
}

std::string terraform_name(std::string_view type, std::string_view attribute) {
    if (!type.starts_with(cloud_control)) {
        return std::string(attribute);
    }
    std::string name;
    for (std::size_t i = 0; i < attribute.size(); ++i) {
        const bool begins =
            i > 0 && std::isupper(attribute[i]) != 0 && std::islower(attribute[i - 1]) != 0;
        name += begins ? "_" : "";
        name += attribute[i];
    }
    return policy::folded(name);
}

} // namespace polhist::plans
