// The audit of what ships with polhist, in full. Each finding stands when the prose is read.

#include "bundled/bundled.h"
#include "ledger/audit.h"
#include "policy/envelope.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <deque>

namespace polhist::ledger {
namespace {

std::vector<std::string> audit_of_shipped() {
    const auto ledger = parse({"history/ledger.json", bundled::ledger()});
    REQUIRE(ledger);
    const bundled::Archive archive;
    std::deque<timeline::History> histories;
    std::deque<policy::Envelope> envelopes;
    std::vector<Subject> subjects;
    for (const std::string& name : archive.names()) {
        const timeline::History& history = histories.emplace_back(archive.history(name).value());
        Subject& subject = subjects.emplace_back();
        subject.history = &history;
        for (const timeline::State& state : history.states) {
            const timeline::Version& version = history.version_of(state);
            envelopes.push_back(
                policy::read_any({version.origin, version.json.bytes().value()}).value());
            subject.documents.push_back(&envelopes.back().document);
        }
    }
    std::vector<std::string> lines;
    for (const Finding& finding : audit(*ledger, subjects)) {
        lines.push_back(fmt::format("{} | {} | {} | {} | {}",
                                    finding.policy,
                                    finding.date,
                                    name_of(finding.kind),
                                    finding.subject,
                                    finding.message));
    }
    return lines;
}

TEST_CASE("the findings on the shipped ledger and documents") {
    const std::vector<std::string> expected{
        "AWSImageBuilderFullAccess |  | unmentioned | iam:ListRoles"
        " | `iam:ListRoles` is allowed, and prose does not mention it",
        "AWSImageBuilderFullAccess |  | unmentioned | iam:PassRole"
        " | `iam:PassRole` is allowed, and prose does not mention it",
        "AWSImageBuilderFullAccess |  | unmentioned | s3:GetBucketLocation"
        " | `s3:GetBucketLocation` is allowed, and prose does not mention it",
        "AWSImageBuilderFullAccess |  | unmentioned | sns:ListTopics"
        " | `sns:ListTopics` is allowed, and prose does not mention it",
        "AWSImageBuilderFullAccess | 2021-04-13 | undocumented | ec2:DescribeLaunchTemplates"
        " | v2 added `ec2:DescribeLaunchTemplates`; the update documented for 2021-04-13 does not "
        "name it",
        "AWSImageBuilderFullAccess | 2021-04-13 | undocumented | ec2:DescribeSnapshots"
        " | v2 added `ec2:DescribeSnapshots`; the update documented for 2021-04-13 does not name "
        "it",
        "AWSImageBuilderFullAccess | 2021-04-13 | misspelt | ec2:DescribeInstanceTypeOffereings"
        " | the update names `ec2:DescribeInstanceTypeOffereings`; the documents have "
        "`ec2:DescribeInstanceTypeOfferings`",
        "AWSServiceRoleForImageBuilder |  | not-found | Created By"
        " | prose says `Created By`; the document has `CreatedBy`",
        "AWSServiceRoleForImageBuilder |  | unmentioned | arn:aws:s3:::*"
        " | `ssm:SendCommand` is allowed on `arn:aws:s3:::*`; prose on Systems Manager does not "
        "speak of S3",
        "AWSServiceRoleForImageBuilder |  | unmentioned | kms:CreateGrant"
        " | `kms:CreateGrant` is allowed, and prose does not mention it",
        "AWSServiceRoleForImageBuilder |  | unmentioned | kms:DescribeKey"
        " | `kms:DescribeKey` is allowed, and prose does not mention it",
        "AWSServiceRoleForImageBuilder |  | unmentioned | kms:GenerateDataKeyWithoutPlaintext"
        " | `kms:GenerateDataKeyWithoutPlaintext` is allowed, and prose does not mention it",
        "AWSServiceRoleForImageBuilder |  | unmentioned | ssm:AddTagsToResource"
        " | `ssm:AddTagsToResource` is allowed, and prose does not mention it",
        "AWSServiceRoleForImageBuilder |  | unmentioned | ssm:DescribeAssociationExecutions"
        " | `ssm:DescribeAssociationExecutions` is allowed, and prose does not mention it",
        "AWSServiceRoleForImageBuilder |  | contradiction | ec2:CopyImage"
        " | prose on Amazon EC2 says a tag is required for all actions; `ec2:CopyImage` is allowed "
        "on `*` without a condition",
        "AWSServiceRoleForImageBuilder |  | contradiction | ec2:CreateImage"
        " | prose on Amazon EC2 says a tag is required for all actions; `ec2:CreateImage` is "
        "allowed on `*` without a condition",
        "AWSServiceRoleForImageBuilder |  | contradiction | ec2:CreateLaunchTemplate"
        " | prose on Amazon EC2 says a tag is required for all actions; `ec2:CreateLaunchTemplate` "
        "is allowed on `*` without a condition",
        "AWSServiceRoleForImageBuilder |  | contradiction | ec2:CreateLaunchTemplateVersion"
        " | prose on Amazon EC2 says a tag is required for all actions; "
        "`ec2:CreateLaunchTemplateVersion` is allowed on `*` without a condition",
        "AWSServiceRoleForImageBuilder |  | contradiction | ec2:DeregisterImage"
        " | prose on Amazon EC2 says a tag is required for all actions; `ec2:DeregisterImage` is "
        "allowed on `*` without a condition",
        "AWSServiceRoleForImageBuilder |  | contradiction | ec2:ModifyImageAttribute"
        " | prose on Amazon EC2 says a tag is required for all actions; `ec2:ModifyImageAttribute` "
        "is allowed on `*` without a condition",
        "AWSServiceRoleForImageBuilder |  | contradiction | ec2:ModifyLaunchTemplate"
        " | prose on Amazon EC2 says a tag is required for all actions; `ec2:ModifyLaunchTemplate` "
        "is allowed on `*` without a condition",
        "AWSServiceRoleForImageBuilder | 2021-08-11 | unspecified | v13"
        " | the update documented for 2021-08-11 names no action; v13 added "
        "`ssm:DescribeAssociationExecutions` on `*`",
        "EC2InstanceProfileForImageBuilder |  | not-found | ec2imagebuilder-"
        " | prose says `ec2imagebuilder-`; the document has `ec2imagebuilder*`",
        "EC2InstanceProfileForImageBuilderECRContainerBuilds |  | not-found | ec2imagebuilder-"
        " | prose says `ec2imagebuilder-`; the document has `ec2imagebuilder*`",
        "EC2InstanceProfileForImageBuilderECRContainerBuilds |  | unmentioned | "
        "ecr:BatchCheckLayerAvailability"
        " | `ecr:BatchCheckLayerAvailability` is allowed, and prose does not mention it",
        "EC2InstanceProfileForImageBuilderECRContainerBuilds |  | unmentioned | "
        "ecr:CompleteLayerUpload"
        " | `ecr:CompleteLayerUpload` is allowed, and prose does not mention it",
        "EC2InstanceProfileForImageBuilderECRContainerBuilds |  | unmentioned | "
        "ecr:GetDownloadUrlForLayer"
        " | `ecr:GetDownloadUrlForLayer` is allowed, and prose does not mention it",
        "EC2InstanceProfileForImageBuilderECRContainerBuilds |  | unmentioned | "
        "ecr:InitiateLayerUpload"
        " | `ecr:InitiateLayerUpload` is allowed, and prose does not mention it",
        "EC2InstanceProfileForImageBuilderECRContainerBuilds |  | unmentioned | ecr:UploadLayerPart"
        " | `ecr:UploadLayerPart` is allowed, and prose does not mention it",
    };
    const std::vector<std::string> findings = audit_of_shipped();
    REQUIRE(findings.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(findings[i] == expected[i]);
    }
}

} // namespace
} // namespace polhist::ledger
