#include "access/caller.h"
#include "access/request_facts.h"

#include <doctest/doctest.h>

namespace polhist::access {
namespace {

using Context = std::map<std::string, std::vector<std::string>>;

// `aws:PrincipalArn=x aws:PrincipalType=User`, or `refused`.
std::string completed(Request request) {
    if (!complete(request)) {
        return "refused";
    }
    std::string text;
    for (const auto& [key, values] : request.context) {
        text += (text.empty() ? "" : " ") + key + "=";
        for (const std::string& value : values) {
            text += value;
        }
    }
    return text;
}

std::string completed(const policy::Principal& principal, Context context = {}) {
    return completed({"a:b", "*", std::move(context), principal});
}

constexpr std::string_view session = "arn:aws:sts::111122223333:assumed-role/ops/alice";

TEST_CASE("a caller gives its keys") {
    struct Row {
        policy::Principal principal;
        std::string_view expected;
    };

    const Row rows[] = {
        {{"AWS", "arn:aws:iam::111122223333:user/a/joe"},
         "aws:PrincipalAccount=111122223333 aws:PrincipalArn=arn:aws:iam::111122223333:user/a/joe "
         "aws:PrincipalType=User"},
        {{"AWS", std::string(session)},
         "aws:PrincipalAccount=111122223333 aws:PrincipalArn=arn:aws:iam::111122223333:role/ops "
         "aws:PrincipalType=AssumedRole"},
        {{"AWS", "arn:aws-cn:iam::111122223333:role/a/ops"},
         "aws:PrincipalAccount=111122223333 aws:PrincipalArn=arn:aws-cn:iam::111122223333:role/a/"
         "ops aws:PrincipalType=AssumedRole"},
        {{"AWS", "arn:aws:iam::111122223333:root"},
         "aws:PrincipalAccount=111122223333 aws:PrincipalArn=arn:aws:iam::111122223333:root "
         "aws:PrincipalType=Account"},
        {{"AWS", "111122223333"},
         "aws:PrincipalAccount=111122223333 aws:PrincipalArn=arn:aws:iam::111122223333:root "
         "aws:PrincipalType=Account"},
        {{"AWS", "arn:aws:sts::111122223333:federated-user/bob"},
         "aws:PrincipalAccount=111122223333 "
         "aws:PrincipalArn=arn:aws:sts::111122223333:federated-user/bob "
         "aws:PrincipalType=FederatedUser"},
        {{"AWS", "*"}, "aws:PrincipalAccount=anonymous aws:PrincipalType=Anonymous"},
        {anonymous, "aws:PrincipalAccount=anonymous aws:PrincipalType=Anonymous"},
        {{"Service", "ec2.amazonaws.com"}, ""},
        {{"Federated", "arn:aws:iam::111122223333:saml-provider/p"}, ""},
        {{"CanonicalUser", "79a59df9"}, ""},
        {{"AWS", "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}, ""},
        {{"AWS", "AIDACKCEVSQ6C2EXAMPLE"}, ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.principal.value);
        CHECK(completed(row.principal) == row.expected);
    }
    CHECK(completed({"a:b", "*", {}, {}}).empty());
}

TEST_CASE("what is no caller is refused") {
    const policy::Principal rows[] = {
        {"AWS", ""},
        {"AWS", "joe"},
        {"AWS", "11112222333"},
        {"AWS", "arn:aws:iam::111122223333:role/*"},
        {"AWS", "arn:aws:iam::111122223333:user/jo?"},
        {"AWS", "arn:aws:iam::111122223333:user/"},
        {"AWS", "arn:aws:iam::111122223333:group/g"},
        {"AWS", "arn:aws:iam::111122223333:saml-provider/p"},
        {"AWS", "arn:aws:sts::111122223333:assumed-role/ops"},
        {"AWS", "arn:aws:sts::111122223333:assumed-role/ops/"},
        {"AWS", "arn:aws:sts::111122223333:role/ops"},
        {"AWS", "arn:aws:s3:::bucket"},
        {"Service", "*"},
        {"Service", ""},
        {"aws", "111122223333"},
        {"Robot", "r2"},
    };
    for (const policy::Principal& row : rows) {
        CAPTURE(row.kind);
        CAPTURE(row.value);
        CHECK(completed(row) == "refused");
    }
}

TEST_CASE("a key that is given stays, and must not contradict the caller") {
    struct Row {
        std::string_view key;
        std::vector<std::string> values;
        bool good;
    };

    const Row rows[] = {
        {"aws:PrincipalAccount", {"111122223333"}, true},
        {"AWS:principalaccount", {"111122223333"}, true},
        {"AWS:principalaccount", {"444455556666"}, false},
        {"aws:PrincipalAccount", {}, true},
        {"aws:PrincipalAccount", {""}, false},
        {"aws:PrincipalAccount", {"111122223333", "444455556666"}, false},
        {"aws:PrincipalType", {"AssumedRole"}, true},
        {"aws:PrincipalType", {"User"}, false},
        {"aws:PrincipalArn", {"arn:aws:iam::111122223333:role/ops"}, true},
        {"aws:principalARN", {"arn:aws:iam::111122223333:role/a/b/ops"}, true},
        {"aws:PrincipalArn", {"arn:aws:iam::111122223333:role/ops/dev"}, false},
        {"aws:PrincipalArn", {"arn:aws:iam::444455556666:role/a/ops"}, false},
        {"aws:PrincipalArn", {"arn:aws-cn:iam::111122223333:role/a/ops"}, false},
        {"aws:PrincipalArn", {"arn:aws:iam::111122223333:user/ops"}, false},
        {"aws:PrincipalArn", {std::string(session)}, false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.key);
        CAPTURE(row.values.empty() ? "absent" : row.values.front());
        Request request{
            "a:b", "*", {{std::string(row.key), row.values}}, {{"AWS", std::string(session)}}};
        CHECK(complete(request).has_value() == row.good);
        CHECK(request.context.at(std::string(row.key)) == row.values);
        CHECK((!row.good || request.context.size() == 3));
    }
    const std::string user = "arn:aws:iam::111122223333:user/joe";
    CHECK(completed({"AWS", "*"}, {{"aws:PrincipalArn", {user}}}) == "refused");
    CHECK(completed({"AWS", "*"}, {{"aws:PrincipalAccount", {}}}) ==
          "aws:PrincipalAccount= aws:PrincipalType=Anonymous");
    // A role has one path, which its own ARN tells.
    CHECK(completed({"AWS", "arn:aws:iam::111122223333:role/ops"},
                    {{"aws:PrincipalArn", {"arn:aws:iam::111122223333:role/a/ops"}}}) == "refused");
    CHECK(completed({"Service", "s.amazonaws.com"}, {{"aws:PrincipalArn", {user}}}) ==
          "aws:PrincipalArn=" + user);
}

TEST_CASE("the account of a resource is a key, where its ARN has one") {
    const auto with = [](std::string_view resource, Context context = {}) {
        return completed({"a:b", std::string(resource), std::move(context), {}});
    };
    CHECK(with("arn:aws:sns:us-east-1:111122223333:t") == "aws:ResourceAccount=111122223333");
    CHECK(with("arn:aws:s3:::b/arn:aws:x::111122223333:y").empty());
    CHECK(with("arn:aws:iam::aws:policy/P").empty());
    CHECK(with("arn:aws:ec2:*:*:instance/i").empty());
    CHECK(with("arn:aws:ec2:r:1111222233334:instance/i").empty());
    CHECK(with("*").empty());
    CHECK(with("arn:aws:sns:r:111122223333:t", {{"AWS:resourceaccount", {}}}) ==
          "AWS:resourceaccount=");
    CHECK(with("arn:aws:sns:r:111122223333:t", {{"aws:ResourceAccount", {"444455556666"}}}) ==
          "refused");
}

} // namespace
} // namespace polhist::access
