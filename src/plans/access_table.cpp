#include "plans/access_table.h"

#include <algorithm>
#include <array>

namespace polhist::plans {
namespace {

constexpr std::string_view boundary = "the permissions boundary, which limits all that it may do";
constexpr std::string_view members = "who has what the group has";
constexpr std::string_view callers = "who may call the function";
constexpr std::string_view interface_callers = "who may call the interface";
constexpr std::string_view public_block = "whether the bucket may be public";

constexpr std::array terraform{
    AccessAttribute{
        "aws_cloudformation_stack", "parameters", Means::other, "what its template is given"},
    AccessAttribute{"aws_cloudformation_stack", "template_url", Means::other, "its template"},
    AccessAttribute{
        "aws_cloudformation_stack_set", "parameters", Means::other, "what its template is given"},
    AccessAttribute{"aws_cloudformation_stack_set", "template_url", Means::other, "its template"},
    AccessAttribute{"aws_iam_group_policy", "group", Means::holder, "who has the policy"},
    AccessAttribute{
        "aws_iam_group_policy_attachment", "group", Means::holder, "who has the policy"},
    AccessAttribute{"aws_iam_role_policy", "role", Means::holder, "who has the policy"},
    AccessAttribute{"aws_iam_role_policy_attachment", "role", Means::holder, "who has the policy"},
    AccessAttribute{"aws_iam_user_policy", "user", Means::holder, "who has the policy"},
    AccessAttribute{"aws_iam_user_policy_attachment", "user", Means::holder, "who has the policy"},
    AccessAttribute{"aws_s3_bucket_policy", "bucket", Means::holder, "who has the policy"},
    AccessAttribute{"aws_ssoadmin_managed_policy_attachment",
                    "permission_set_arn",
                    Means::holder,
                    "who has the policy"},
    AccessAttribute{"aws_ssoadmin_permission_set_inline_policy",
                    "permission_set_arn",
                    Means::holder,
                    "who has the policy"},
    AccessAttribute{"aws_cloudwatch_event_permission", "", Means::other, "who may put events"},
    AccessAttribute{"aws_eks_access_entry", "", Means::other, "who may enter the cluster"},
    AccessAttribute{"aws_eks_access_policy_association",
                    "",
                    Means::other,
                    "what a caller may do in the cluster"},
    AccessAttribute{"aws_iam_group_membership", "users", Means::other, members},
    AccessAttribute{"aws_iam_group_policies_exclusive",
                    "policy_names",
                    Means::other,
                    "which inline policies remain"},
    AccessAttribute{"aws_iam_group_policy_attachment", "policy_arn", Means::policy, ""},
    AccessAttribute{"aws_iam_group_policy_attachments_exclusive", "policy_arns", Means::policy, ""},
    AccessAttribute{
        "aws_iam_instance_profile", "role", Means::holder, "which role an instance has"},
    AccessAttribute{"aws_iam_policy_attachment", "groups", Means::holder, "who has the policy"},
    AccessAttribute{"aws_iam_policy_attachment", "policy_arn", Means::policy, ""},
    AccessAttribute{"aws_iam_policy_attachment", "roles", Means::holder, "who has the policy"},
    AccessAttribute{"aws_iam_policy_attachment", "users", Means::holder, "who has the policy"},
    AccessAttribute{"aws_iam_role", "managed_policy_arns", Means::policy, ""},
    AccessAttribute{"aws_iam_role", "permissions_boundary", Means::other, boundary},
    AccessAttribute{"aws_iam_role_policies_exclusive",
                    "policy_names",
                    Means::other,
                    "which inline policies remain"},
    AccessAttribute{"aws_iam_role_policy_attachment", "policy_arn", Means::policy, ""},
    AccessAttribute{"aws_iam_role_policy_attachments_exclusive", "policy_arns", Means::policy, ""},
    AccessAttribute{"aws_iam_user", "permissions_boundary", Means::other, boundary},
    AccessAttribute{"aws_iam_user_group_membership", "groups", Means::other, members},
    AccessAttribute{"aws_iam_user_policies_exclusive",
                    "policy_names",
                    Means::other,
                    "which inline policies remain"},
    AccessAttribute{"aws_iam_user_policy_attachment", "policy_arn", Means::policy, ""},
    AccessAttribute{"aws_iam_user_policy_attachments_exclusive", "policy_arns", Means::policy, ""},
    AccessAttribute{"aws_identitystore_group_membership", "", Means::other, members},
    AccessAttribute{"aws_kms_grant", "", Means::other, "who may use the key"},
    AccessAttribute{"aws_lakeformation_permissions", "", Means::other, "who may use the data"},
    AccessAttribute{"aws_lambda_function_url", "authorization_type", Means::other, callers},
    AccessAttribute{
        "aws_lambda_layer_version_permission", "", Means::other, "who may use the layer"},
    AccessAttribute{"aws_lambda_permission", "", Means::other, callers},
    AccessAttribute{
        "aws_organizations_policy_attachment", "", Means::control, "what accounts may do at most"},
    AccessAttribute{"aws_ram_principal_association", "", Means::other, "who shares the resource"},
    AccessAttribute{"aws_ram_resource_association", "", Means::other, "which resource is shared"},
    AccessAttribute{"aws_ram_resource_share",
                    "allow_external_principals",
                    Means::other,
                    "whether strangers may share"},
    AccessAttribute{"aws_s3_account_public_access_block", "", Means::other, public_block},
    AccessAttribute{"aws_s3_bucket_acl", "", Means::other, "who may use the bucket"},
    AccessAttribute{
        "aws_s3_bucket_ownership_controls", "", Means::other, "whether access control lists count"},
    AccessAttribute{"aws_s3_bucket_public_access_block", "", Means::other, public_block},
    AccessAttribute{
        "aws_snapshot_create_volume_permission", "", Means::other, "who may use the snapshot"},
    AccessAttribute{
        "aws_ssoadmin_account_assignment", "", Means::other, "who has the permission set"},
    AccessAttribute{"aws_ssoadmin_customer_managed_policy_attachment",
                    "",
                    Means::other,
                    "what the permission set allows"},
    AccessAttribute{
        "aws_ssoadmin_managed_policy_attachment", "managed_policy_arn", Means::policy, ""},
    AccessAttribute{"aws_ssoadmin_permissions_boundary_attachment", "", Means::other, boundary},
    AccessAttribute{"aws_vpc_endpoint_service_allowed_principal",
                    "",
                    Means::other,
                    "who may connect to the service"},
    AccessAttribute{"aws_ami_launch_permission", "", Means::other, "who may launch the image"},
};

constexpr std::array cloudformation{
    AccessAttribute{
        "AWS::CloudFormation::Stack", "Parameters", Means::other, "what its template is given"},
    AccessAttribute{"AWS::CloudFormation::Stack", "TemplateURL", Means::other, "its template"},
    AccessAttribute{
        "AWS::CloudFormation::StackSet", "Parameters", Means::other, "what its template is given"},
    AccessAttribute{"AWS::CloudFormation::StackSet", "TemplateBody", Means::other, "its template"},
    AccessAttribute{"AWS::CloudFormation::StackSet", "TemplateURL", Means::other, "its template"},
    AccessAttribute{"AWS::IAM::RolePolicy", "RoleName", Means::holder, "who has the policy"},
    AccessAttribute{"AWS::IAM::UserPolicy", "UserName", Means::holder, "who has the policy"},
    AccessAttribute{"AWS::IAM::GroupPolicy", "GroupName", Means::holder, "who has the policy"},
    AccessAttribute{"AWS::S3::BucketPolicy", "Bucket", Means::holder, "who has the policy"},
    AccessAttribute{"AWS::EC2::VPCEndpointServicePermissions",
                    "",
                    Means::other,
                    "who may connect to the service"},
    AccessAttribute{"AWS::EKS::AccessEntry", "", Means::other, "who may enter the cluster"},
    AccessAttribute{"AWS::IAM::Group", "ManagedPolicyArns", Means::policy, ""},
    AccessAttribute{
        "AWS::IAM::InstanceProfile", "Roles", Means::holder, "which role an instance has"},
    AccessAttribute{"AWS::IAM::ManagedPolicy", "Groups", Means::holder, "who has the policy"},
    AccessAttribute{"AWS::IAM::ManagedPolicy", "Roles", Means::holder, "who has the policy"},
    AccessAttribute{"AWS::IAM::ManagedPolicy", "Users", Means::holder, "who has the policy"},
    AccessAttribute{"AWS::IAM::Policy", "Groups", Means::holder, "who has the policy"},
    AccessAttribute{"AWS::IAM::Policy", "Roles", Means::holder, "who has the policy"},
    AccessAttribute{"AWS::IAM::Policy", "Users", Means::holder, "who has the policy"},
    AccessAttribute{"AWS::IAM::Role", "ManagedPolicyArns", Means::policy, ""},
    AccessAttribute{"AWS::IAM::Role", "PermissionsBoundary", Means::other, boundary},
    AccessAttribute{"AWS::IAM::User", "Groups", Means::other, members},
    AccessAttribute{"AWS::IAM::User", "ManagedPolicyArns", Means::policy, ""},
    AccessAttribute{"AWS::IAM::User", "PermissionsBoundary", Means::other, boundary},
    AccessAttribute{"AWS::IAM::UserToGroupAddition", "", Means::other, members},
    AccessAttribute{"AWS::IdentityStore::GroupMembership", "", Means::other, members},
    AccessAttribute{
        "AWS::LakeFormation::PrincipalPermissions", "", Means::other, "who may use the data"},
    AccessAttribute{
        "AWS::Lambda::LayerVersionPermission", "", Means::other, "who may use the layer"},
    AccessAttribute{"AWS::Lambda::Permission", "", Means::other, callers},
    AccessAttribute{"AWS::Lambda::Url", "AuthType", Means::other, callers},
    AccessAttribute{
        "AWS::Organizations::Policy", "TargetIds", Means::control, "what accounts may do at most"},
    AccessAttribute{"AWS::RAM::ResourceShare", "", Means::other, "who shares the resource"},
    AccessAttribute{"AWS::S3::Bucket", "AccessControl", Means::other, "who may use the bucket"},
    AccessAttribute{
        "AWS::S3::Bucket", "OwnershipControls", Means::other, "whether access control lists count"},
    AccessAttribute{
        "AWS::S3::Bucket", "PublicAccessBlockConfiguration", Means::other, public_block},
    AccessAttribute{"AWS::SSO::Assignment", "", Means::other, "who has the permission set"},
    AccessAttribute{"AWS::SSO::PermissionSet",
                    "CustomerManagedPolicyReferences",
                    Means::other,
                    "what the permission set allows"},
    AccessAttribute{"AWS::SSO::PermissionSet", "ManagedPolicies", Means::policy, ""},
    AccessAttribute{"AWS::SSO::PermissionSet", "PermissionsBoundary", Means::other, boundary},
    AccessAttribute{"AWS::Serverless::Api", "Auth", Means::other, interface_callers},
    AccessAttribute{"AWS::Serverless::Application", "Location", Means::other, "its template"},
    AccessAttribute{
        "AWS::Serverless::Application", "Parameters", Means::other, "what its template is given"},
    AccessAttribute{
        "AWS::Serverless::CapacityProvider", "OperatorRole", Means::holder, "which role it has"},
    AccessAttribute{
        "AWS::Serverless::Connector", "", Means::other, "what one resource may do with another"},
    AccessAttribute{"AWS::Serverless::Function",
                    "DeadLetterQueue",
                    Means::other,
                    "where the function may send what failed"},
    AccessAttribute{"AWS::Serverless::Function",
                    "EventInvokeConfig",
                    Means::other,
                    "where the function may send results"},
    AccessAttribute{"AWS::Serverless::Function",
                    "Events",
                    Means::other,
                    "who may call the function, and what it may read"},
    AccessAttribute{"AWS::Serverless::Function", "FunctionUrlConfig", Means::other, callers},
    AccessAttribute{"AWS::Serverless::Function", "PermissionsBoundary", Means::other, boundary},
    AccessAttribute{"AWS::Serverless::Function", "Role", Means::holder, "which role it has"},
    AccessAttribute{"AWS::Serverless::GraphQLApi", "Auth", Means::other, interface_callers},
    AccessAttribute{"AWS::Serverless::GraphQLApi",
                    "DataSources",
                    Means::other,
                    "what the interface may read and write"},
    AccessAttribute{"AWS::Serverless::HttpApi", "Auth", Means::other, interface_callers},
    AccessAttribute{
        "AWS::Serverless::StateMachine", "Events", Means::other, "who may start the state machine"},
    AccessAttribute{"AWS::Serverless::StateMachine", "PermissionsBoundary", Means::other, boundary},
    AccessAttribute{"AWS::Serverless::StateMachine", "Role", Means::holder, "which role it has"},
    AccessAttribute{"AWS::Serverless::WebSocketApi", "Auth", Means::other, interface_callers},
};

template <std::size_t size>
std::span<const AccessAttribute> sorted(std::array<AccessAttribute, size>& rows) {
    std::ranges::sort(
        rows, {}, [](const AccessAttribute& row) { return std::pair(row.type, row.attribute); });
    return rows;
}

} // namespace

std::span<const AccessAttribute> terraform_attributes() {
    static auto rows = terraform;
    static const auto all = sorted(rows);
    return all;
}

std::span<const AccessAttribute> template_attributes() {
    static auto rows = cloudformation;
    static const auto all = sorted(rows);
    return all;
}

std::span<const AccessAttribute> attributes_of(std::span<const AccessAttribute> all,
                                               std::string_view type) {
    return {std::ranges::lower_bound(all, type, {}, &AccessAttribute::type),
            std::ranges::upper_bound(all, type, {}, &AccessAttribute::type)};
}

} // namespace polhist::plans
