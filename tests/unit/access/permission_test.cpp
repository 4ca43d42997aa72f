#include "access/permission.h"
#include "documents.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace polhist::access {
namespace {

std::string told(const Permission& permission) {
    const std::string at = permission.statement ? fmt::format(" {}", *permission.statement) : "";
    switch (permission.permitted) {
    case Permitted::no:
        return "no";
    case Permitted::always:
        return "always" + at;
    case Permitted::conditional:
        return "conditional" + at;
    case Permitted::undecided:
        return "undecided" + at;
    }
    return "";
}

// Every request shown is one that the whole document allows.
std::string asked(std::string_view statements, const Question& question) {
    const policy::Document document = document_of(document_with(statements));
    const Permission permission = permission_of(document, question, usual_budget);
    if (permission.request) {
        CHECK(evaluate(Compiled(document), *permission.request).outcome == Outcome::allow);
    }
    return told(permission);
}

constexpr std::string_view get = R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"})";

std::string get_when(std::string_view conditions) {
    return fmt::format(
        R"({{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*", "Condition": {}}})",
        conditions);
}

std::string deny(std::string_view rest) {
    return fmt::format(R"(, {{"Effect": "Deny", {}}})", rest);
}

} // namespace

TEST_CASE("patterns overlap where some action is in both") {
    struct Row {
        std::string_view left;
        std::string_view right;
        bool overlap;
    };

    constexpr Row rows[] = {
        {"s3:GetObject", "s3:getobject", true},
        {"s3:GetObject", "s3:GetObjects", false},
        {"s3:Get*", "s3:*Object", true},
        {"s3:Get*", "s3:Put*", false},
        {"*", "s3:Get*", true},
        {"s3:Get?", "s3:Ge*", true},
        {"s3:Get?", "s3:Get", false},
        {"s3:*a*", "s3:*b", true},
        {"s3:a**", "s3:a", true},
        {"", "*", true},
        {"", "?", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.left);
        CAPTURE(row.right);
        CHECK(may_overlap(row.left, row.right) == row.overlap);
        CHECK(may_overlap(row.right, row.left) == row.overlap);
    }
}

TEST_CASE("by effect, not by spelling") {
    struct Row {
        std::string statements;
        std::string_view action;
        std::string_view answer;
    };

    const Row rows[] = {
        {std::string(get), "s3:GetObject", "always 0"},
        {std::string(get), "S3:getObject", "always 0"},
        {std::string(get), "s3:PutObject", "no"},
        {std::string(get), "s3:*", "always 0"},
        {std::string(get), "s3:P*", "no"},
        {std::string(get), "s3:*Object", "always 0"},
        {R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})",
         "s3:GetObject",
         "always 0"},
        {R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})", "iam:PassRole", "no"},
        {R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})", "iam:P*", "no"},
        {R"({"Effect": "Allow", "NotAction": "iam:Pass*", "Resource": "*"})", "iam:P*", "always 0"},
        {std::string(get) + deny(R"("Action": "s3:GetObject", "Resource": "*")"),
         "s3:GetObject",
         "no"},
        {std::string(get) + deny(R"("Action": "s3:*", "Resource": "*")"), "s3:Get*", "no"},
        {std::string(get) + deny(R"("Action": "s3:GetObject", "Resource": "*")"),
         "s3:Get*",
         "always 0"},
        {std::string(get) + deny(R"("NotAction": "s3:GetObject", "Resource": "*")"),
         "s3:GetObject",
         "always 0"},
        {std::string(get) + deny(R"("NotAction": "s3:GetObject", "Resource": "*")"),
         "s3:GetBucket",
         "no"},
        {std::string(get) + deny(R"("Action": "*", "Resource": "arn:aws:s3:::secret/*")"),
         "s3:GetObject",
         "always 0"},
        {R"({"Effect": "Allow", "Action": [], "Resource": "*"})", "s3:GetObject", "no"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.statements);
        CAPTURE(row.action);
        CHECK(asked(row.statements, {std::string(row.action), std::nullopt, {}}) == row.answer);
    }
}

TEST_CASE("a resource that is asked about") {
    struct Row {
        std::string statements;
        std::string_view resource;
        std::string_view answer;
    };

    const std::string home =
        R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}/*"})";
    const Row rows[] = {
        {std::string(get), "arn:aws:s3:::b/k", "always 0"},
        {R"({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/*"})",
         "arn:aws:s3:::c/k",
         "no"},
        {R"({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/*"})",
         "arn:aws:s3:::*",
         "always 0"},
        {R"({"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::b/*"})",
         "arn:aws:s3:::b/k",
         "no"},
        {std::string(get) + deny(R"("Action": "*", "Resource": "arn:aws:s3:::b/*")"),
         "arn:aws:s3:::b/k",
         "no"},
        {std::string(get) + deny(R"("Action": "*", "NotResource": "arn:aws:s3:::b/*")"),
         "arn:aws:s3:::c",
         "no"},
        {home, "arn:aws:s3:::b/ann/k", "conditional 0"},
        {home, "arn:aws:s3:::c/ann/k", "no"},
        {std::string(get) +
             deny(R"("Action": "*", "Resource": "arn:aws:s3:::b/${aws:username}/*")"),
         "arn:aws:s3:::b/ann/k",
         "conditional 0"},
        {std::string(get) +
             deny(R"("Action": "*", "NotResource": "arn:aws:s3:::b/${aws:username}/*")"),
         "arn:aws:s3:::b/ann/k",
         "conditional 0"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.statements);
        CAPTURE(row.resource);
        CHECK(asked(row.statements, {"s3:GetObject", std::string(row.resource), {}}) == row.answer);
    }
}

TEST_CASE("what makes access conditional") {
    const std::string mfa = R"({"Bool": {"aws:MultiFactorAuthPresent": "true"}})";
    const std::pair<std::string, std::string_view> rows[] = {
        {get_when(mfa), "conditional 0"},
        {get_when(mfa) + "," + std::string(get), "always 1"},
        {std::string(get) + deny(R"("Action": "*", "Resource": "*", "Condition": )" + mfa),
         "conditional 0"},
        // Together they leave no request out.
        {get_when(R"({"Null": {"aws:username": "true"}})") + "," +
             get_when(R"({"Null": {"aws:username": "false"}})"),
         "always 0"},
        {get_when(R"({"StringLikeIfExists": {"aws:username": "*"}})"), "always 0"},
        {get_when(R"({"StringEquals": {"aws:username": []}})"), "no"},
    };
    for (const auto& [statements, answer] : rows) {
        const auto& shown = statements; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(asked(statements, {"s3:GetObject", "arn:aws:s3:::b/k", {}}) == answer);
    }
}

TEST_CASE("a Deny under conditions that cannot reach all resources leaves some always allowed") {
    const std::string statements =
        std::string(get) + deny(R"("Action": "*", "Resource": "arn:aws:s3:::b/*",)"
                                R"("Condition": {"Bool": {"aws:SecureTransport": "false"}})");
    CHECK(asked(statements, {"s3:GetObject", std::nullopt, {}}) == "always 0");
    CHECK(asked(statements, {"s3:GetObject", "arn:aws:s3:::b/k", {}}) == "conditional 0");
}

TEST_CASE("operators that are not known leave open only what hangs on them") {
    const std::string odd = R"({"Odd": {"aws:username": "x"}})";
    const std::pair<std::string, std::string_view> rows[] = {
        {get_when(odd), "undecided 0"},
        {get_when(odd) + "," + std::string(get), "always 1"},
        {std::string(get) + deny(R"("Action": "*", "Resource": "*", "Condition": )" + odd),
         "undecided 1"},
        {std::string(get) + deny(R"("Action": "iam:*", "Resource": "*", "Condition": )" + odd),
         "always 0"},
        {get_when(odd) + deny(R"("Action": "*", "Resource": "*")"), "no"},
    };
    for (const auto& [statements, answer] : rows) {
        const auto& shown = statements; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(asked(statements, {"s3:GetObject", std::nullopt, {}}) == answer);
    }
}

TEST_CASE("values that are given decide conditions") {
    struct Row {
        std::string statements;
        Given given;
        std::string_view answer;
    };

    const std::string to_ec2 = get_when(R"({"StringEquals": {"iam:PassedToService": "ec2"}})");
    const std::string ann =
        R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}/*"})";
    const std::string same = get_when(R"({"StringEquals": {"aws:a": "${aws:b}"}})");
    const std::string all =
        get_when(R"({"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}})");
    const Row rows[] = {
        {to_ec2, {}, "conditional 0"},
        {to_ec2, {{"IAM:PassedToService", {"ec2"}}}, "always 0"},
        {to_ec2, {{"iam:PassedToService", {"lambda"}}}, "no"},
        {to_ec2, {{"iam:PassedToService", {"ec2", "lambda"}}}, "no"},
        {to_ec2, {{"aws:username", {"ec2"}}}, "conditional 0"},
        {ann, {{"aws:username", {"ann"}}}, "always 0"},
        {ann, {{"aws:username", {"a*?$"}}}, "always 0"},
        {ann, {{"aws:username", {"ann", "bob"}}}, "no"},
        {same, {{"aws:a", {"x"}}}, "conditional 0"},
        {same, {{"aws:b", {"x"}}}, "conditional 0"},
        {same, {{"aws:a", {"x"}}, {"aws:b", {"x"}}}, "always 0"},
        {same, {{"aws:a", {"x"}}, {"aws:b", {"y"}}}, "no"},
        {all, {{"aws:TagKeys", {"b", "a"}}}, "always 0"},
        {all, {{"aws:TagKeys", {"c", "a"}}}, "no"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.statements);
        CHECK(asked(row.statements, {"s3:GetObject", std::nullopt, row.given}) == row.answer);
    }
}

TEST_CASE("a slice keeps what matters") {
    const policy::Document document = document_of(document_with(
        R"({"Effect": "Allow", "Action": ["iam:PassRole", "s3:Get*", "s3:Put*"], "Resource": "*"},
           {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"},
           {"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*"})"));
    const policy::Document slice = slice_of(document, "s3:Get*");
    REQUIRE(slice.statements.size() == 2);
    CHECK(slice.statements[0].actions.values == std::vector<std::string>{"s3:Get*"});
    CHECK(slice.statements[1].index == 2);
    CHECK_FALSE(may_allow(document, "sns:Publish"));
    CHECK(may_allow(document, "ec2:RunInstances"));
}

TEST_CASE("a statement far down in a document is found where few statements matter") {
    std::string statements;
    for (int i = 0; i < 40; ++i) {
        statements += R"({"Effect": "Allow", "Action": "sqs:Send", "Resource": "*"},)";
    }
    statements += R"({"Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws:s3:::b"})";
    statements +=
        deny(R"("Action": "s3:Get", "Resource": "*", "Condition": {"Bool": {"x:mfa": "false"}})");
    CHECK(asked(statements, {"s3:Get", std::nullopt, {}}) == "conditional 40");
}

} // namespace polhist::access
