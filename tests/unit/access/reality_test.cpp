#include "access/caller.h"
#include "access/reality.h"

#include <doctest/doctest.h>

namespace polhist::access {
namespace {

struct Row {
    std::string resource;
    std::map<std::string, std::vector<std::string>> context;
    std::vector<std::string> missing;
    bool possible;
};

TEST_CASE("facts that contradict each other are found, others are not") {
    const std::string queue = "arn:aws:sqs:us-east-1:111122223333:q";
    const std::string role = "arn:aws:iam::111122223333:role/a";
    const Row rows[] = {
        {"*", {}, {}, true},
        {"*", {}, {"aws:SecureTransport"}, false},
        {"*", {}, {"aws:PrincipalOrgID"}, true},
        {queue, {{"aws:ResourceAccount", {"111122223333"}}}, {}, true},
        {queue, {{"AWS:resourceaccount", {"444455556666"}}}, {}, false},
        {"arn:aws:s3:::b", {{"aws:ResourceAccount", {"444455556666"}}}, {}, true},
        {"arn:aws:sqs:us-east-1:here:q", {}, {}, false},
        {queue, {}, {"aws:ResourceAccount"}, false},
        {"arn:aws:s3:::b", {}, {"aws:ResourceAccount"}, true},
        {queue, {{"aws:RequestedRegion", {"eu-west-1"}}}, {}, false},
        {"arn:aws:iam::111122223333:role/a", {{"aws:RequestedRegion", {"eu-west-1"}}}, {}, true},
        {"*", {{"aws:PrincipalAccount", {"example"}}}, {}, false},
        {"*",
         {{"aws:PrincipalArn", {role}}, {"aws:PrincipalAccount", {"444455556666"}}},
         {},
         false},
        {"*", {{"aws:PrincipalArn", {role}}, {"aws:PrincipalType", {"User"}}}, {}, false},
        {"*", {{"aws:PrincipalArn", {role}}, {"aws:PrincipalType", {"AssumedRole"}}}, {}, true},
        {"*", {{"aws:RequestTag/team", {"a"}}, {"aws:TagKeys", {"Team"}}}, {}, true},
        {"*", {{"aws:RequestTag/team", {"a"}}, {"aws:TagKeys", {"cost"}}}, {}, false},
        {"*", {{"aws:RequestTag/team", {"a"}}}, {"aws:TagKeys"}, false},
        {"*", {{"aws:TagKeys", {"team"}}}, {"aws:RequestTag/team"}, false},
        {"*", {{"aws:CalledViaLast", {"a"}}, {"aws:ViaAWSService", {"false"}}}, {}, false},
        {"*", {{"aws:CalledViaLast", {"a"}}, {"aws:CalledVia", {"b", "a"}}}, {}, true},
        {"*", {{"aws:CalledViaLast", {"a"}}, {"aws:CalledVia", {"b"}}}, {}, false},
        {"*", {{"s3:max-keys", {"20.1"}}}, {}, false},
        {"*", {{"s3:TlsVersion", {"1.2"}}}, {}, true},
        {"*", {{"aws:SourceIp", {"10.0.0.0/8"}}}, {}, false},
        {"*", {{"aws:SourceIp", {"10.0.0.1"}}, {"aws:SourceVpce", {"vpce-1"}}}, {}, false},
        {"*", {{"aws:PrincipalOrgID", {"o-a"}}, {"aws:PrincipalOrgPaths", {"o-a/r-b/"}}}, {}, true},
        {"*",
         {{"aws:PrincipalOrgID", {"o-a"}}, {"aws:PrincipalOrgPaths", {"o-b/r-b/"}}},
         {},
         false},
        {"*",
         {{"aws:MultiFactorAuthAge", {"1"}}, {"aws:MultiFactorAuthPresent", {"false"}}},
         {},
         false},
        {"*",
         {{"aws:CurrentTime", {"2021-08-11T00:00:00Z"}}, {"aws:EpochTime", {"1628640000"}}},
         {},
         true},
        {"*",
         {{"aws:CurrentTime", {"2021-08-11T00:00:00Z"}}, {"aws:EpochTime", {"1628640001"}}},
         {},
         false},
    };
    for (std::size_t i = 0; i < std::size(rows); ++i) {
        CAPTURE(i);
        const Request request{"a:b", rows[i].resource, rows[i].context, {}};
        CHECK(contradictions_of(request, rows[i].missing).empty() == rows[i].possible);
    }
}

TEST_CASE("an action is asked for what AWS lists it with") {
    struct Asked {
        std::string action;
        std::string resource;
        std::string key; // empty: none
        bool possible;
    };

    const Asked rows[] = {
        {"s3:GetObject", "arn:aws:s3:::b/k", "", true},
        {"S3:getobject", "arn:aws:s3:::b/k:1/l", "", true},
        {"s3:GetObject", "arn:aws:s3:::b", "", false},
        {"s3:GetObject", "*", "", false},
        {"s3:ListBucket", "arn:aws:s3:::b", "s3:prefix", true},
        {"s3:GetObject", "arn:aws:s3:::b/k", "s3:prefix", false},
        {"s3:GetObject", "arn:aws:s3:::b/k", "S3:ExistingObjectTag/a", true},
        {"ecr:BatchDeleteImage",
         "arn:aws:ecr:us-east-1:111122223333:repository/r",
         "ecr:ResourceTag/a", // of the type of resource
         true},
        {"s3:ListAllMyBuckets", "*", "", true},
        {"s3:ListAllMyBuckets", "arn:aws:s3:::b", "", false},
        {"s3:GetObject", "arn:aws:s3:::b/k", "ec2:RoleDelivery", true},
        {"s3:GetObject", "arn:aws:s3:::b/k", "saml:sub", true},
        {"s3:GetObject", "arn:aws:s3:::b/k", "s3:no-such-key", true},
        {"s3:NotListed", "arn:aws:sqs:us-east-1:111122223333:q", "s3:prefix", true},
    };
    for (const Asked& row : rows) {
        CAPTURE(row.action);
        CAPTURE(row.resource);
        CAPTURE(row.key);
        Request request{row.action, row.resource, {}, {}};
        if (!row.key.empty()) {
            request.context[row.key] = {"1"};
        }
        CHECK(contradictions_of(request, {}).empty() == row.possible);
    }
}

TEST_CASE("a caller and the keys that AWS fills from it") {
    struct Asks {
        policy::Principal caller;
        std::string key;
        std::string value; // empty: it must be missing
        bool possible;
    };

    const policy::Principal user{"AWS", "arn:aws:iam::111122223333:user/joe"};
    const policy::Principal session{"AWS", "arn:aws:sts::111122223333:assumed-role/ops/joe"};
    const Asks rows[] = {
        {user, "aws:PrincipalArn", "arn:aws:iam::111122223333:user/joe", true},
        {user, "aws:PrincipalArn", "arn:aws:iam::111122223333:user/kim", false},
        {user, "aws:PrincipalArn", "", false},
        {session, "aws:PrincipalArn", "arn:aws:iam::111122223333:role/path/ops", true},
        {session, "aws:PrincipalArn", "arn:aws:iam::111122223333:role/dev", false},
        {session, "aws:PrincipalAccount", "444455556666", false},
        {session, "aws:PrincipalType", "AssumedRole", true},
        {user, "aws:PrincipalIsAWSService", "true", false},
        {{"Service", "ec2.amazonaws.com"}, "aws:PrincipalIsAWSService", "true", true},
        {{"Service", "ec2.amazonaws.com"}, "aws:PrincipalServiceName", "ec2.amazonaws.com", true},
        {anonymous, "aws:PrincipalArn", "", true},
        {anonymous, "aws:PrincipalAccount", "anonymous", true},
        {anonymous, "aws:PrincipalAccount", "", false},
        {user, "aws:PrincipalAccount", "anonymous", false},
        {{"Service", "ec2.amazonaws.com"}, "aws:PrincipalAccount", "", true},
        {anonymous, "aws:PrincipalArn", "arn:aws:iam::111122223333:root", false},
    };
    for (const Asks& row : rows) {
        CAPTURE(row.caller.value);
        CAPTURE(row.key);
        Request request{"a:b", "*", {}, row.caller};
        std::vector<std::string> missing;
        if (row.value.empty()) {
            missing.push_back(row.key);
        } else {
            request.context[row.key] = {row.value};
        }
        CHECK(contradictions_of(request, missing).empty() == row.possible);
    }
}

} // namespace
} // namespace polhist::access
