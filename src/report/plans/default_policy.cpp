#include "plans/default_policy.h"

#include <algorithm>
#include <array>
#include <span>

namespace polhist::plans {
namespace {

// The policy is a resource of its own, beside what it is for.
constexpr std::array<std::string_view, 3> open_behind{
    "aws_api_gateway_rest_api_policy", "aws_efs_file_system_policy", "aws_vpc_endpoint_policy"};
// The policy is a part of what it is for.
constexpr std::array<std::string_view, 5> open_itself{"AWS::ApiGateway::RestApi",
                                                      "AWS::EC2::VPCEndpoint",
                                                      "AWS::EFS::FileSystem",
                                                      "aws_api_gateway_rest_api",
                                                      "aws_vpc_endpoint"};

bool is_one_of(std::string_view type, std::span<const std::string_view> types) {
    return std::ranges::find(types, type) != types.end();
}

policy::Statement everything_for_everybody() {
    policy::Statement statement;
    statement.principals = policy::Principals{false, {{"AWS", "*"}}};
    statement.actions.values = {"*"};
    statement.resources = policy::Patterns{false, {"*"}};
    return statement;
}

} // namespace

Side without_policy(std::string_view type, bool stays, const policy::Document* other) {
    if (type == "aws_kms_key_policy" ||
        (stays && (type == "aws_kms_key" || type == "AWS::KMS::Key"))) {
        return unknown_side("the key has the policy that AWS gives it by default");
    }
    Side side = absent(other);
    if (is_one_of(type, open_behind) || (stays && is_one_of(type, open_itself))) {
        policy::Document open = *side.document;
        open.statements.push_back(everything_for_everybody());
        side.document = std::make_shared<const policy::Document>(std::move(open));
    }
    return side;
}

} // namespace polhist::plans
