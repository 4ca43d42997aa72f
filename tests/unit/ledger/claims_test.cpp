#include "given.h"
#include "ledger/claims.h"

#include <doctest/doctest.h>

namespace polhist::ledger {
namespace {

using given::allowing;

struct Row {
    std::string_view name;
    std::string_view document;
    Prose prose;
    std::vector<std::string> findings;
};

Prose about(std::string service, std::vector<std::string> text) {
    return {"P", "", "", {{std::move(service), std::move(text)}}};
}

Prose summary(std::string text) {
    return {"P", std::move(text), "", {}};
}

void check(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const given::Policy policy("P",
                                   {{"v1", "2021-01-01T00:00:00Z", allowing(R"("a:Old")")},
                                    {"v2", "2021-02-01T00:00:00Z", std::string(row.document)}});
        const std::vector<Subject> subjects{policy.subject()};
        const Ledger ledger{"", "2021-04-02", {}, {row.prose}};
        CHECK(given::brief(audit(ledger, subjects)) == row.findings);
    }
}

const std::string tagged =
    allowing(R"("ec2:StopInstances")",
             R"("Resource": "arn:aws:ec2:::image/builder*", "Condition": {"StringEquals": {
        "ec2:ResourceTag/CreatedBy": "Image Builder"}})");

TEST_CASE("names of prose that the document in force does not have") {
    check({
        {"a key, nearly", tagged, summary(R"(a tag "Created By")"), {"not-found Created By"}},
        {"a key that is there", tagged, summary(R"("CreatedBy": "Image Builder")"), {}},
        {"in another letter case", tagged, summary(R"("createdby")"), {"not-found createdby"}},
        {"a resource that is there", tagged, summary("that starts with image/builder"), {}},
        {"a resource that is not",
         tagged,
         summary("that starts with Builder-"),
         {"not-found Builder-"}},
        {"an action that is there", tagged, summary("ec2:stopinstances, ec2:Stop*"), {}},
        {"an action that was", tagged, summary("calls a:Old"), {"not-found a:Old"}},
        {"a policy, not a name",
         tagged,
         summary("a policy named P2-x and one named P"),
         {"not-found P2-x"}},
        {"twice", tagged, {"P", R"("gone")", R"("gone")", {}}, {"not-found gone"}},
    });
}

TEST_CASE("the names of policies are no terms") {
    const given::Policy policy("P", {{"v1", "2021-01-01T00:00:00Z", tagged}});
    const given::Policy other("AnyPolicy", {{"v1", "2021-01-01T00:00:00Z", tagged}});
    const std::vector<Subject> subjects{policy.subject(), other.subject()};
    const Ledger ledger{"",
                        "2021-04-02",
                        {{"2021-01-01", "Documented1", "", ""}},
                        {summary("named AnyPolicy, named Documented1, named NoPolicy")}};
    CHECK(given::brief(audit(ledger, subjects)) == std::vector<std::string>{"not-found NoPolicy"});
}

TEST_CASE("the nearest thing that the document has is told") {
    struct Near {
        std::string term;
        std::string_view message;
    };

    const std::vector<Near> rows{
        {"Created By", "prose says `Created By`; the document has `CreatedBy`"},
        {"builder-", "prose says `builder-`; the document has `builder*`"},
        {"nothing of it", "prose says `nothing of it`; the document has nothing like it"},
    };
    const given::Policy policy("P", {{"v1", "2021-01-01T00:00:00Z", tagged}});
    const std::vector<Subject> subjects{policy.subject()};
    for (const Near& row : rows) {
        const Ledger ledger{"", "2021-04-02", {}, {summary("\"" + row.term + "\"")}};
        const auto findings = audit(ledger, subjects);
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].message == row.message);
    }
}

TEST_CASE("actions that prose does not mention") {
    check({
        {"not mentioned",
         allowing(R"("sns:ListTopics", "sns:Publish")"),
         about("Amazon SNS", {"Write permissions are granted."}),
         {"unmentioned sns:ListTopics"}},
        {"of a service without a section",
         allowing(R"("s3:GetObject", "sns:Publish")"),
         about("Amazon SNS", {"Write permissions are granted."}),
         {"unmentioned s3:GetObject"}},
        {"only literal ones",
         allowing(R"("sns:List*", "*")"),
         about("Amazon SNS", {"Access."}),
         {}},
        {"only allowed ones",
         R"({"Statement": {"Effect": "Deny", "Action": "sns:Publish", "Resource": "*"}})",
         about("Amazon SNS", {"Access."}),
         {}},
        {"only where there are sections", allowing(R"("sns:Publish")"), summary("Access."), {}},
    });
}

TEST_CASE("resources of a service that the action's section does not speak of") {
    const auto on = [](std::string_view resource) {
        return allowing(R"("ssm:SendCommand")", fmt::format(R"("Resource": "{}")", resource));
    };
    const Prose prose = about("Systems Manager", {"Send commands to any instance."});
    check({
        {"of S3", on("arn:aws:s3:::*"), prose, {"unmentioned arn:aws:s3:::*"}},
        {"of a type that is", on("arn:aws:ec2:*:*:instance/*"), prose, {}},
        {"of a type that is not",
         on("arn:aws:ec2:*:*:volume/*"),
         prose,
         {"unmentioned arn:aws:ec2:*:*:volume/*"}},
        {"of its own", on("arn:aws:ssm:*:*:document/*"), prose, {}},
        {"of any service", on("arn:aws:*:*:*:document/*"), prose, {}},
        {"of no service", on("*"), prose, {}},
    });
}

TEST_CASE("actions without the tag that prose requires of all") {
    const std::string all = "Stop and copy images. Tagging is required for all of these actions.";
    const std::string conditional =
        R"("Resource": "*", "Condition": {"StringEquals": {"ec2:ResourceTag/a": "b"}})";
    const std::string actions = R"("ec2:CopyImage", "ec2:GetImage")";
    check({
        {"unconditional on all",
         allowing(actions),
         about("Amazon EC2", {all, "Get images."}),
         {"contradiction ec2:CopyImage"}},
        {"by a pattern",
         allowing(R"("ec2:Copy*", "ec2:Describe*")"),
         about("Amazon EC2", {all}),
         {"contradiction ec2:Copy*"}},
        {"with a condition",
         allowing(actions, conditional),
         about("Amazon EC2", {all, "Get images."}),
         {}},
        {"on some",
         allowing(actions, R"("Resource": "arn:aws:ec2:::image/*")"),
         about("Amazon EC2", {all, "Get images."}),
         {}},
        {"not required",
         allowing(actions),
         about("Amazon EC2", {"Copy and get tagged images."}),
         {}},
        {"something else required",
         allowing(actions),
         about("Amazon EC2", {"Copy and get tagged images. A role is required for all."}),
         {}},
        {"of another service",
         allowing(R"("sns:Publish")"),
         {"P", "", "", {{"Amazon EC2", {all}}, {"Amazon SNS", {"Publish."}}}},
         {}},
    });
}

} // namespace
} // namespace polhist::ledger
