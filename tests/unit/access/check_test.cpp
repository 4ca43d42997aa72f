#include "access/check.h"
#include "access/evaluate.h"
#include "documents.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace polhist::access {
namespace {

// Every request of a reason is one that the document allows.
std::string result_of(const Checked& checked, const policy::Document& document) {
    const Compiled policy(document);
    std::string text = checked.passed() ? "PASS" : "FAIL";
    for (const Reason& reason : checked.reasons) {
        REQUIRE(reason.statement != nullptr);
        CHECK(reason.statement->effect == policy::Effect::allow);
        text += fmt::format(" {}{}", reason.statement->index, reason.request ? "" : "?");
        if (reason.request) {
            CHECK(evaluate(policy, *reason.request).outcome == Outcome::allow);
        }
    }
    return text;
}

// An Allow of `s3:GetObject` on everything by `principal`, under `conditions`.
std::string allow(std::string_view principal, std::string_view conditions = "") {
    return fmt::format(R"({{"Effect": "Allow", {}, "Action": "s3:GetObject", "Resource": "*")"
                       R"({}{}}})",
                       principal,
                       conditions.empty() ? "" : R"(, "Condition": )",
                       conditions);
}

constexpr std::string_view everyone = R"("Principal": "*")";

std::string public_result(const std::string& statements) {
    const policy::Document document = document_of(document_with(statements));
    return result_of(check_no_public_access(document), document);
}

} // namespace

TEST_CASE("principals that are somebody are no strangers") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {everyone, "FAIL 0"},
        {R"("Principal": {"AWS": "*"})", "FAIL 0"},
        {R"("Principal": {"AWS": ["111122223333", "*"]})", "FAIL 0"},
        {R"("Principal": {"AWS": "111122223333"})", "PASS"},
        {R"("Principal": {"AWS": "arn:aws:iam::111122223333:root"})", "PASS"},
        {R"("Principal": {"AWS": "arn:aws:iam::111122223333:role/r"})", "PASS"},
        {R"("Principal": {"Service": "lambda.amazonaws.com"})", "PASS"},
        {R"("Principal": {"CanonicalUser": "79a59df900b949e55d96a1e698fbaced"})", "PASS"},
        {R"("Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/p"})", "PASS"},
        {R"("Principal": {"Federated": "accounts.google.com"})", "FAIL 0"},
        {R"("Principal": {"Federated": "cognito-identity.amazonaws.com"})", "FAIL 0"},
        {R"("NotPrincipal": {"AWS": "111122223333"})", "FAIL 0"},
    };
    for (const auto& [principal, expected] : rows) {
        const auto& shown = principal; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(public_result(allow(principal)) == expected);
    }
}

// AWS refuses most of them, and the evaluator reads them as nobody.
TEST_CASE("a check reads a principal with a wildcard as everybody") {
    for (const std::string_view principal : {
             R"("Principal": {"Federated": "*"})",
             R"("Principal": {"Service": "*"})",
             R"("Principal": {"CanonicalUser": "*"})",
             R"("Principal": {"AWS": "arn:aws:iam::*:root"})",
             R"("Principal": {"Service": ["lambda.amazonaws.com", "*.amazonaws.com"]})",
         }) {
        CAPTURE(principal);
        const policy::Document document = document_of(document_with(allow(principal)));
        const Checked checked = check_no_public_access(document);
        REQUIRE(checked.reasons.size() == 1);
        CHECK(checked.reasons.front().statement == &document.statements.front());
    }
}

TEST_CASE("conditions limit who asks where their values are fixed") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {R"({"StringEquals": {"aws:PrincipalOrgID": "o-1"}})", "PASS"},
        {R"({"StringEquals": {"AWS:principalorgid": ["o-1", "o-2"]}})", "PASS"},
        {R"({"StringLike": {"aws:PrincipalOrgID": "o-1"}})", "PASS"},
        {R"({"StringLike": {"aws:PrincipalOrgID": "o-*"}})", "FAIL 0"},
        {R"({"StringLike": {"aws:PrincipalOrgID": ["o-1", "o-?"]}})", "FAIL 0"},
        {R"({"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}})", "FAIL 0"},
        {R"({"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}})", "FAIL 0"},
        {R"({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}})", "FAIL 0"},
        {R"({"Null": {"aws:PrincipalOrgID": "false"}})", "FAIL 0"},
        {R"({"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}})", "FAIL 0"},
        {R"({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}})", "PASS"},
        {R"({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-*/r-1/*"}})", "FAIL 0"},
        {R"({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}})", "PASS"},
        // `*` crosses colons: the account may be part of a stranger's name.
        {R"({"StringLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}})", "FAIL 0"},
        {R"({"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::bucket"}})", "PASS"},
        {R"({"StringLike": {"aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:*"}})", "PASS"},
        {R"({"StringLike": {"aws:SourceArn": "arn:aws:iam::111122223333:role/*"}})", "PASS"},
        {R"({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket*"}})", "FAIL 0"},
        {R"({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:topic"}})", "FAIL 0"},
        {R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}})", "FAIL 0"},
        {R"({"StringEquals": {"aws:SourceAccount": "111122223333"}})", "PASS"},
        {R"({"StringEquals": {"aws:SourceVpce": "vpce-1"}})", "PASS"},
        {R"({"StringEquals": {"kms:CallerAccount": "111122223333"}})", "PASS"},
        {R"({"Bool": {"aws:PrincipalIsAWSService": "true"}})", "PASS"},
        {R"({"Bool": {"aws:PrincipalIsAWSService": "false"}})", "FAIL 0"},
        {R"({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})", "PASS"},
        {R"({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]}})", "PASS"},
        {R"({"IpAddress": {"aws:SourceIp": "8.0.0.0/7"}})", "FAIL 0"},
        {R"({"IpAddress": {"aws:SourceIp": "2000::/3"}})", "FAIL 0"},
        {R"({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}})", "FAIL 0"},
        {R"({"Bool": {"aws:SecureTransport": "true"}})", "FAIL 0"},
        {R"({"StringEquals": {"aws:PrincipalTag/team": "red"}})", "FAIL 0"},
        {R"({"StringEquals": {"sts:ExternalId": "secret"}})", "FAIL 0"},
        {R"({"StringResembles": {"aws:SourceVpce": "vpce-1"}})", "FAIL 0?"},
    };
    for (const auto& [conditions, expected] : rows) {
        const auto& shown = conditions; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(public_result(allow(everyone, conditions)) == expected);
    }
    CHECK(public_result(allow(R"("Principal": {"Federated": "accounts.google.com"})",
                              R"({"StringEquals": {"accounts.google.com:aud": "app"}})")) ==
          "PASS");
}

TEST_CASE("identity providers that customers share let strangers in without the customer's claim") {
    struct Row {
        std::string_view issuer;
        std::string_view condition; // with ISSUER for the issuer; empty: none
        std::string_view expected;
    };

    const Row rows[] = {
        {"token.actions.githubusercontent.com", "", "FAIL 0"},
        {"token.actions.githubusercontent.com",
         R"({"StringEquals": {"ISSUER:aud": "sts.amazonaws.com"}})",
         "FAIL 0"},
        {"token.actions.githubusercontent.com",
         R"({"StringLike": {"ISSUER:sub": "repo:octo-org/*"}})",
         "PASS"},
        {"token.actions.githubusercontent.com",
         R"({"StringLike": {"ISSUER:SUB": "repo:octo-org/app:*"}, "StringEquals":)"
         R"( {"ISSUER:aud": "sts.amazonaws.com"}})",
         "PASS"},
        {"token.actions.githubusercontent.com",
         R"({"StringLike": {"ISSUER:sub": "repo:octo*"}})",
         "FAIL 0"},
        {"token.actions.githubusercontent.com",
         R"({"StringLike": {"ISSUER:sub": "repo:*/app:*"}})",
         "FAIL 0"},
        {"token.actions.githubusercontent.com",
         R"({"StringLike": {"ISSUER:sub": ["repo:octo-org/app:*", "repo:*"]}})",
         "FAIL 0"},
        {"token.actions.githubusercontent.com",
         R"({"StringEquals": {"ISSUER:sub": "ref:refs/heads/main"}})",
         "FAIL 0"},
        {"token.actions.githubusercontent.com",
         R"({"StringEquals": {"ISSUER:sub": "environment:prod:repository_owner_id:65"}})",
         "PASS"},
        {"token.actions.githubusercontent.com",
         R"({"StringLike": {"ISSUER:sub": "job_workflow_ref:octo-org/flows/*"}})",
         "FAIL 0"},
        {"token.actions.githubusercontent.com",
         R"({"StringEquals": {"ISSUER:actor": "octocat"}})",
         "FAIL 0"},
        {"token.actions.githubusercontent.com",
         R"({"StringEquals": {"ISSUER:repository_owner_id": "65"}})",
         "PASS"},
        {"token.actions.githubusercontent.com",
         R"({"StringLike": {"ISSUER:repository": "octo-org/*"}})",
         "PASS"},
        {"token.actions.githubusercontent.com",
         R"({"ForAllValues:StringLike": {"ISSUER:sub": "repo:octo-org/*"}})",
         "FAIL 0"},
        {"token.actions.githubusercontent.com",
         R"({"StringLikeIfExists": {"ISSUER:sub": "repo:octo-org/*"}})",
         "FAIL 0"},
        {"token.actions.githubusercontent.com/octo-corp", "", "PASS"}, // an enterprise's own
        {"token.actions.octo-corp.ghe.com", "", "PASS"},
        {"gitlab.com", R"({"StringLike": {"ISSUER:sub": "project_path:acme/*"}})", "PASS"},
        {"gitlab.com", R"({"StringLike": {"ISSUER:sub": "project_path:*"}})", "FAIL 0"},
        {"gitlab.com", R"({"StringEquals": {"ISSUER:namespace_id": "72"}})", "PASS"},
        {"gitlab.example.com", "", "PASS"},
        {"app.terraform.io",
         R"({"StringLike": {"ISSUER:sub": "organization:acme:project:*"}})",
         "PASS"},
        {"app.terraform.io", R"({"StringLike": {"ISSUER:sub": "organization:acme*"}})", "FAIL 0"},
        {"app.terraform.io",
         R"({"StringEquals": {"ISSUER:aud": "aws.workload.identity"}})",
         "FAIL 0"},
        {"agent.buildkite.com",
         R"({"StringLike": {"ISSUER:sub": "organization:acme:pipeline:app:*"}})",
         "PASS"},
        {"agent.buildkite.com", R"({"StringEquals": {"ISSUER:pipeline_slug": "app"}})", "FAIL 0"},
        {"oidc.circleci.com/org/9f5a", "", "FAIL 0"},
        {"oidc.circleci.com/org/9f5a",
         R"({"StringLike": {"ISSUER:sub": "org/9f5a/project/*"}})",
         "PASS"},
        {"api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc",
         R"({"StringLike": {"ISSUER:sub": "*"}})",
         "FAIL 0"},
        {"api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc",
         R"({"StringLike": {"ISSUER:sub": "{7b1c}:*"}})",
         "PASS"},
        {"accounts.google.com", R"({"StringEquals": {"ISSUER:oaud": "app"}})", "FAIL 0"},
        {"accounts.google.com", R"({"StringEquals": {"ISSUER:sub": "1029"}})", "PASS"},
        {"accounts.google.com",
         R"({"NumericEquals": {"ISSUER:google/organization_number": "12"}})",
         "PASS"},
        {"oidc.vercel.com", R"({"StringLike": {"ISSUER:sub": "owner:acme:*"}})", "PASS"},
        {"oidc.vercel.com", "", "FAIL 0"},
        {"app.eu.terraform.io", "", "FAIL 0"},
        {"login.app.env0.com/", R"({"StringEquals": {"ISSUER:aud": "hosted"}})", "FAIL 0"},
        {"login.app.env0.com/", R"({"StringEquals": {"ISSUER:sub": "org|1"}})", "PASS"},
        {"sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/", "", "FAIL 0"},
        {"sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/",
         R"({"StringEquals": {"sts:RoleSessionName": "MicrosoftSentinel_1"}})",
         "PASS"},
        {"app.terraform.io", R"({"StringEquals": {"sts:RoleSessionName": "me"}})", "FAIL 0"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.issuer);
        CAPTURE(row.condition);
        std::string conditions(row.condition);
        for (std::size_t at = 0; (at = conditions.find("ISSUER")) != std::string::npos;) {
            conditions.replace(at, std::string_view("ISSUER").size(), row.issuer);
        }
        const std::string principal =
            R"("Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/)" +
            std::string(row.issuer) + R"("})";
        CHECK(public_result(allow(principal, conditions)) == row.expected);
    }
}

TEST_CASE("a Deny may keep strangers out") {
    const auto deny = [](std::string_view principal, std::string_view conditions) {
        return allow(everyone) + R"(, {"Effect": "Deny", )" + std::string(principal) +
               R"(, "Action": "*", "Resource": "*")" + std::string(conditions) + "}";
    };
    const std::string all(everyone);
    CHECK(public_result(deny(all, "")) == "PASS");
    CHECK(public_result(deny(R"("NotPrincipal": {"AWS": "111122223333"})", "")) == "PASS");
    CHECK(public_result(deny(R"("Principal": {"AWS": "111122223333"})", "")) == "FAIL 0");
    CHECK(public_result(deny(
              all, R"(, "Condition": {"StringNotEquals": {"aws:SourceVpce": "v"}})")) == "PASS");
    CHECK(public_result(deny(all, R"(, "Condition": {"StringEquals": {"aws:SourceVpce": "v"}})")) ==
          "FAIL 0");
    CHECK(public_result(
              deny(all,
                   R"(, "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"},)"
                   R"( "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}})")) == "PASS");
    CHECK(public_result(deny(
              all, R"(, "Condition": {"Bool": {"aws:SecureTransport": "false"}})")) == "FAIL 0");
}

TEST_CASE("a grant of any of the actions on any of the resources fails") {
    struct Row {
        std::string_view statements;
        AccessPatterns patterns;
        std::string_view expected;
    };

    constexpr std::string_view get =
        R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*"})";
    constexpr std::string_view conditional =
        R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",)"
        R"( "Condition": {"StringEquals": {"aws:username": "x"}}})";
    constexpr std::string_view all_but =
        R"({"Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::b/*"})";
    constexpr std::string_view denied =
        R"({"Effect": "Allow", "Action": "*", "Resource": "*"},)"
        R"({"Effect": "Deny", "Action": "s3:Delete*", "Resource": "arn:aws:s3:::b*"})";
    constexpr std::string_view trust =
        R"({"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"})";
    const Row rows[] = {
        {get, {{"s3:GetObject"}, {}}, "FAIL 0"},
        {get, {{"S3:getobject"}, {}}, "FAIL 0"},
        {get, {{"s3:Put*", "s3:*Acl"}, {}}, "FAIL 0"},
        {get, {{"s3:Put*", "iam:*"}, {}}, "PASS"},
        {get, {{"*"}, {}}, "FAIL 0"},
        {get, {{"s3:GetObject"}, {"arn:aws:s3:::c/*"}}, "PASS"},
        {get, {{"s3:GetObject"}, {"arn:aws:s3:::c/*", "arn:aws:s3:::*/x"}}, "FAIL 0"},
        {get, {{}, {"arn:aws:s3:::b/x"}}, "FAIL 0"},
        {get, {{}, {"arn:aws:s3:::b"}}, "PASS"},
        {conditional, {{"s3:PutObject"}, {}}, "FAIL 0"},
        {all_but, {{"iam:CreateUser"}, {}}, "PASS"},
        {all_but, {{"s3:GetObject"}, {"arn:aws:s3:::b/*"}}, "PASS"},
        {all_but, {{"s3:GetObject"}, {"arn:aws:s3:::*"}}, "FAIL 0"},
        {denied, {{"s3:DeleteObject"}, {"arn:aws:s3:::b/x"}}, "PASS"},
        {denied, {{"s3:DeleteObject"}, {}}, "FAIL 0"},
        {trust, {{"sts:AssumeRole"}, {}}, "FAIL 0"},
        {trust, {{"sts:TagSession"}, {}}, "PASS"},
    };
    for (const Row& row : rows) {
        const policy::Document document = document_of(document_with(row.statements));
        CAPTURE(row.statements);
        CAPTURE(row.patterns.actions.size());
        CHECK(result_of(check_access_not_granted(document, row.patterns), document) ==
              row.expected);
    }
}

TEST_CASE("patterns that no request is for are known") {
    CHECK(can_match({{"s3:*"}, {"arn:aws:s3:::b"}}));
    CHECK(can_match({{}, {"*"}}));
    CHECK(can_match({{}, {"arn:aws:s3"}}));
    CHECK_FALSE(can_match({{}, {"arn:aws:s3:::"}}));
    CHECK_FALSE(can_match({{"s3: GetObject"}, {}}));
}

TEST_CASE("only what is new fails, and what is not decided") {
    const auto result = [](std::string_view before, std::string_view after) {
        const policy::Document reference = document_of(document_with(before));
        const policy::Document changed = document_of(document_with(after));
        return result_of(check_no_new_access(reference, changed), changed);
    };
    constexpr std::string_view one =
        R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})";
    constexpr std::string_view more =
        R"({"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"})";
    constexpr std::string_view unknown =
        R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",)"
        R"( "Condition": {"StringResembles": {"aws:username": "x"}}})";
    CHECK(result(one, one) == "PASS");
    CHECK(result(one, more) == "FAIL 0");
    CHECK(result(more, one) == "PASS");
    CHECK(result(one, unknown) == "FAIL 0?");
    const policy::Document reference = document_of(document_with(unknown));
    const policy::Document changed = document_of(document_with(one));
    const Checked checked = check_no_new_access(reference, changed);
    REQUIRE(checked.reasons.size() == 1);
    CHECK(checked.reasons[0].of_reference);
    CHECK(checked.reasons[0].statement == reference.statements.data());
}

TEST_CASE("a budget that is too small fails and says so") {
    const policy::Document document =
        document_of(document_with(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})"));
    const Checked checked = check_access_not_granted(document, {{"s3:Get*"}, {}}, 1);
    CHECK_FALSE(checked.passed());
    CHECK_FALSE(checked.reasons[0].request.has_value());
}

} // namespace polhist::access
