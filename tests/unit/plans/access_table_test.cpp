#include "plans/access_table.h"
#include "plans/template.h"
#include "plans/terraform.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace polhist::plans {
namespace {

std::string whole_file(const std::string& path) {
    std::ifstream file(std::string(POLHIST_SOURCE_ROOT) + "/" + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<Change> plan_changes(const std::string& resource) {
    const std::string text = R"({"format_version":"1.2","resource_changes":[)" + resource + "]}";
    const auto tree = json::Tree::parse({"plan", text});
    REQUIRE(tree);
    auto plan = terraform_plan(tree->root());
    REQUIRE(plan);
    return std::move(plan->changes);
}

// A resource that changes from one object to another; `null` for none.
std::string changed(std::string_view type,
                    std::string_view before,
                    std::string_view after,
                    std::string_view unknown = "{}",
                    std::string_view actions = R"(["update"])") {
    return fmt::format(
        R"({{"address":"{0}.x","mode":"managed","type":"{0}","change":{{"actions":{4},"before":{1},"after":{2},"after_unknown":{3}}}}})",
        type,
        before,
        after,
        unknown,
        actions);
}

std::vector<Change> template_between(const std::string& before, const std::string& after) {
    const auto old_tree = json::Tree::parse({"old", before});
    const auto new_tree = json::Tree::parse({"new", after});
    REQUIRE(old_tree);
    REQUIRE(new_tree);
    return template_changes(old_tree->root(), new_tree->root());
}

std::string template_with(std::string_view type, std::string_view properties) {
    return fmt::format(
        R"({{"Resources":{{"X":{{"Type":"{}","Properties":{}}}}}}})", type, properties);
}

// Whether a row names a permissions boundary.
bool limits(const AccessAttribute& row) {
    return row.means == Means::boundary || row.means == Means::boundary_of_it;
}

TEST_CASE("each row for Terraform is told when it changes, and not when it does not") {
    CHECK(std::ranges::is_sorted(terraform_attributes(), {}, &AccessAttribute::type));
    for (const AccessAttribute& row : terraform_attributes()) {
        CAPTURE(row.type);
        CAPTURE(row.attribute);
        const std::string attribute(row.attribute.empty() ? "principal" : row.attribute);
        const std::string before = fmt::format(R"({{"{}":["a"]}})", attribute);
        const std::string after = fmt::format(R"({{"{}":["b"]}})", attribute);
        const auto changes = plan_changes(changed(row.type, before, after));
        if (row.means == Means::policy) {
            REQUIRE(changes.size() == 2);
            CHECK(changes[0].before.attached == "a");
            CHECK(changes[0].after.document != nullptr);
            CHECK(changes[1].after.attached == "b");
        } else if (limits(row)) {
            REQUIRE(changes.size() == 1);
            CHECK(changes[0].before.attached == "a");
            CHECK(changes[0].before.limits);
            CHECK(changes[0].after.attached == "b");
            CHECK(changes[0].after.limits);
        } else {
            REQUIRE(changes.size() == 1);
            CHECK(changes[0].open.find(row.what) != std::string::npos);
        }
        const std::string other = R"({"tags":{"a":"b"}})";
        CHECK(plan_changes(changed(row.type, other, other)).empty() == !row.attribute.empty());
        CHECK(plan_changes(changed(row.type, before, after, "{}", R"(["no-op"])")).empty());
        CHECK(plan_changes(changed(row.type, before, "null", "{}", R"(["forget"])")).empty());
        const std::string unknown = fmt::format(R"({{"{}":true}})", attribute);
        const bool holder = row.means == Means::holder || row.means == Means::boundary;
        CHECK(plan_changes(changed(row.type, "null", after)).empty() == holder);
        const auto later = plan_changes(changed(row.type, holder ? before : "null", "{}", unknown));
        REQUIRE(later.size() == 1);
        CHECK_FALSE(later[0].open.empty());
    }
}

// The changes that are not of two documents.
std::vector<Change> without_documents(std::vector<Change> changes) {
    std::erase_if(changes, [](const Change& change) {
        return change.open.empty() && change.before.attached.empty() &&
               change.after.attached.empty();
    });
    return changes;
}

TEST_CASE("each row for CloudFormation is told when it changes, and not when it does not") {
    CHECK(std::ranges::is_sorted(template_attributes(), {}, &AccessAttribute::type));
    for (const AccessAttribute& row : template_attributes()) {
        CAPTURE(row.type);
        CAPTURE(row.attribute);
        const std::string attribute(row.attribute.empty() ? "Principal" : row.attribute);
        const std::string before =
            template_with(row.type, fmt::format(R"({{"{}":["a"]}})", attribute));
        const std::string after =
            template_with(row.type, fmt::format(R"({{"{}":["b"]}})", attribute));
        const auto changes = without_documents(template_between(before, after));
        if (row.means == Means::policy) {
            REQUIRE(changes.size() == 2);
            CHECK(changes[0].before.attached == "a");
            CHECK(changes[1].after.attached == "b");
        } else if (limits(row)) {
            REQUIRE(changes.size() == 1);
            CHECK(changes[0].before.attached == "a");
            CHECK(changes[0].after.attached == "b");
        } else {
            REQUIRE(changes.size() == 1);
            CHECK(changes[0].open.find(row.what) != std::string::npos);
        }
        CHECK(without_documents(template_between(before, before)).empty());
    }
}

TEST_CASE(
    "which role a resource has counts for every type, and awscc has the rows of CloudFormation") {
    const auto moved = plan_changes(
        changed("aws_made_up", R"({"role_arn":"a","tags":{}})", R"({"role_arn":"b","tags":{}})"));
    REQUIRE(moved.size() == 1);
    CHECK(moved[0].open == "which role it has changes, from `a` to `b`");
    CHECK(plan_changes(changed("aws_made_up", "null", R"({"role_arn":"b"})")).empty());
    const auto attached = plan_changes(
        changed("awscc_iam_role", "null", R"({"managed_policy_arns":["a"],"role_name":"r"})"));
    REQUIRE(attached.size() == 1);
    CHECK(attached[0].address == "awscc_iam_role.x.managed_policy_arns[\"a\"]");
    CHECK(plan_changes(changed("awscc_lambda_permission", "null", "{}")).size() == 1);
    CHECK(terraform_name("awscc_iam_role", "ManagedPolicyArns") == "managed_policy_arns");
    CHECK(terraform_name("awscc_cloudformation_stack", "TemplateURL") == "template_url");
    // Somebody gets a policy that stood for nobody of his kind before.
    CHECK(plan_changes(
              changed("aws_iam_policy_attachment", R"({"users":[]})", R"({"users":["bob"]})"))
              .size() == 1);
}

TEST_CASE("a boundary is compared as a limit, and none as one that allows everything") {
    // What a boundary changes from and to, `-` for none, or `open`.
    const auto told = [](const std::vector<Change>& changes) {
        std::string text;
        for (const Change& change : changes) {
            const auto side = [](const Side& of) {
                CHECK(of.limits);
                CHECK((of.document != nullptr) == of.attached.empty());
                return of.attached.empty() ? std::string("-") : of.attached;
            };
            text += change.open.empty() ? side(change.before) + " to " + side(change.after)
                                        : std::string("open");
        }
        return text;
    };
    const auto in_template =
        [&](std::string_view type, std::string_view before, std::string_view after) {
            const auto of = [&](std::string_view value) {
                return template_with(type, fmt::format(R"({{"PermissionsBoundary":{}}})", value));
            };
            return told(template_between(of(before), of(after)));
        };
    constexpr std::string_view role = "AWS::IAM::Role";
    CHECK(in_template(role, R"("a")", R"({"Ref":"AWS::NoValue"})") == "a to -");
    CHECK(in_template(role, R"("a")", "null") == "a to -");
    CHECK(in_template(role, "null", R"({"Fn::Sub":"arn:${AWS::Partition}:iam::aws:policy/b"})") ==
          "- to arn:aws:iam::aws:policy/b");
    CHECK(in_template(role, R"("a")", R"({"Ref":"B"})") == "open");
    CHECK(in_template(role, R"({"Ref":"B"})", R"({"Ref":"B"})").empty());
    constexpr std::string_view set = "AWS::SSO::PermissionSet";
    CHECK(in_template(set, R"({"ManagedPolicyArn":"a"})", "null") == "a to -");
    CHECK(in_template(set, R"({"CustomerManagedPolicyReference":{"Name":"a"}})", "null") == "open");
    CHECK(
        in_template(set,
                    R"({"ManagedPolicyArn":"a","CustomerManagedPolicyReference":{"Name":"b"}})",
                    R"({"ManagedPolicyArn":"a","CustomerManagedPolicyReference":{"Name":"c"}})") ==
        "open");
    const auto in_plan =
        [&](std::string_view type, std::string_view before, std::string_view after) {
            return told(plan_changes(changed(type, before, after)));
        };
    CHECK(in_plan("aws_iam_role",
                  R"({"permissions_boundary":"a"})",
                  R"({"permissions_boundary":null})") == "a to -");
    CHECK(in_plan("aws_iam_role", R"({"permissions_boundary":""})", R"({})").empty());
    CHECK(in_plan("aws_iam_role", "null", R"({"permissions_boundary":"a"})").empty());
    CHECK(in_plan("aws_iam_role", R"({"permissions_boundary":"a"})", "null").empty());
    const std::string attachment = "aws_ssoadmin_permissions_boundary_attachment";
    const std::string by_arn =
        R"({"permissions_boundary":[{"managed_policy_arn":"a","customer_managed_policy_reference":[]}]})";
    const std::string by_name =
        R"({"permissions_boundary":[{"managed_policy_arn":null,"customer_managed_policy_reference":[{"name":"a"}]}]})";
    CHECK(in_plan(attachment, by_arn, "null") == "a to -");
    CHECK(in_plan(attachment, "null", by_arn) == "- to a");
    CHECK(in_plan(attachment, by_name, "null") == "open");
    CHECK(in_plan(attachment, by_arn, by_name) == "open");
}

TEST_CASE("the documents list every row") {
    const std::string document = whole_file("doc/plans.md");
    for (const auto rows : {terraform_attributes(), template_attributes(), general_attributes()}) {
        for (const AccessAttribute& row : rows) {
            const std::string name = row.attribute.empty()
                                         ? fmt::format("| `{}` |", row.type)
                                         : fmt::format("| `{}` `{}` |", row.type, row.attribute);
            CAPTURE(name);
            CHECK(document.find(name) != std::string::npos);
        }
    }
}

constexpr std::string_view reads =
    R"({\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}]})";

TEST_CASE("policies in the strings of a plan") {
    const auto one = [&](std::string_view type,
                         std::string_view before,
                         std::string_view after,
                         std::string_view unknown = "{}") {
        const auto changes = plan_changes(changed(type, before, after, unknown));
        std::string text;
        for (const Change& change : changes) {
            const auto side = [](const Side& of) {
                return of.document     ? fmt::format("{}", of.document->statements.size())
                       : of.unreadable ? std::string("unreadable")
                                       : std::string("unknown");
            };
            text += fmt::format(
                "{}{}: {}",
                text.empty() ? "" : "; ",
                change.address,
                change.open.empty() ? side(change.before) + " -> " + side(change.after) : "open");
        }
        return text;
    };
    const auto with = [](std::string_view attribute, std::string_view text) {
        return fmt::format(R"({{"{}":"{}"}})", attribute, text);
    };
    const std::string policy = with("policy", reads);
    const std::string type = "aws_iam_policy";
    CHECK(one(type, policy, policy) == "aws_iam_policy.x.policy: 1 -> 1");
    CHECK(one(type, "null", policy) == "aws_iam_policy.x.policy: 0 -> 1");
    CHECK(one(type, policy, "null") == "aws_iam_policy.x.policy: 1 -> 0");
    CHECK(one(type, policy, with("policy", "")) == "aws_iam_policy.x.policy: 1 -> 0");
    // Whatever it is called, it was a policy.
    CHECK(one("x_y", with("z", reads), "{}", R"({"z":true})") == "x_y.x.z: 1 -> unknown");
    CHECK(one("x_y", with("z", reads), with("z", "{}")) == "x_y.x.z: 1 -> unreadable");
    CHECK(one("x_y", "null", with("z", R"({\"Statement\":[)")) ==
          "x_y.x.z: 0 -> unreadable"); // cut off
    CHECK(one(type, "null", with("policy", "Statement: x")) ==
          "aws_iam_policy.x.policy: 0 -> unreadable");
    CHECK(one("x_y",
              "null",
              R"({"z":{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}})") ==
          "x_y.x.z: 0 -> 1");
    CHECK(one(type, "null", with("policy", R"({\"Statment\":[]})")) ==
          "aws_iam_policy.x.policy: 0 -> unreadable");
    CHECK(one(type, "null", "{}", R"({"arn":true,"id":true,"policy":true})") ==
          "aws_iam_policy.x.policy: 0 -> unknown");
    CHECK(one(type, policy, "{}", "true") == "aws_iam_policy.x: open");
    // Two blocks of one name are two.
    const auto blocks = [](std::string_view text) {
        return fmt::format(R"({{"b":[{{"name":"n","z":"x"}},{{"name":"n","z":"{}"}}]}})", text);
    };
    CHECK(one("x_y", blocks("x"), blocks(reads)) == R"(x_y.x.b["n"].z#2: unreadable -> 1)");
    // However deep it stands.
    std::string deep = fmt::format(R"("{}")", reads);
    for (int i = 0; i < 40; ++i) {
        deep = R"({"d":)" + deep + "}";
    }
    CHECK(one("x_y", "null", deep).ends_with(": 0 -> 1"));
    // Policies of other kinds.
    CHECK(one("aws_wafv2_web_acl",
              "null",
              with("rule_json", R"({\"Statement\":{\"GeoMatchStatement\":{}}})"))
              .empty());
    CHECK(one("aws_ecr_lifecycle_policy", "null", with("policy", R"({\"rules\":[]})")).empty());
    CHECK(one("aws_organizations_policy",
              "null",
              R"({"type":"TAG_POLICY","content":"{\"tags\":{}}"})")
              .empty());
    CHECK(one("aws_organizations_policy", "null", "{}", R"({"content":true})") ==
          "aws_organizations_policy.x.content: 0 -> unknown");
    // Without a policy an endpoint lets all through.
    CHECK(one("aws_vpc_endpoint_policy", policy, "null") ==
          "aws_vpc_endpoint_policy.x.policy: 1 -> 1");
}

TEST_CASE("what a plan puts off, and what changed outside of it") {
    const std::string resource =
        changed("aws_iam_policy", "null", fmt::format(R"({{"policy":"{}"}})", reads));
    const std::string text = fmt::format(
        R"({{"format_version":"1.2","resource_changes":[],"errored":true,)"
        R"("deferred_changes":[{{"reason":"provider_config_unknown","resource_change":{0}}}],)"
        R"("resource_drift":[{0}]}})",
        resource);
    const auto tree = json::Tree::parse({"plan", text});
    REQUIRE(tree);
    const auto plan = terraform_plan(tree->root());
    REQUIRE(plan);
    REQUIRE(plan->changes.size() == 2);
    CHECK(plan->changes[0].open == "it is deferred to a later run (provider_config_unknown)");
    CHECK(plan->changes[1].open == "planning failed, so it is not whole");
    REQUIRE(plan->drift.size() == 1);
    CHECK(plan->drift[0].address == "aws_iam_policy.x.policy");
}

TEST_CASE("a template inside a plan is compared") {
    const auto body = [](std::string_view action) {
        return fmt::format(
            R"({{"template_body":"{{\"Resources\":{{\"P\":{{\"Type\":\"AWS::IAM::ManagedPolicy\",\"Properties\":{{\"PolicyDocument\":{{\"Version\":\"2012-10-17\",\"Statement\":{{\"Effect\":\"Allow\",\"Action\":\"{}\",\"Resource\":\"*\"}}}}}}}}}}}}"}})",
            action);
    };
    const auto changes =
        plan_changes(changed("aws_cloudformation_stack", body("s3:Get*"), body("s3:*")));
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].address == "aws_cloudformation_stack.x.template_body: P.PolicyDocument");
    CHECK(changes[0].before.document->statements.size() == 1);
    const auto later = plan_changes(
        changed("aws_cloudformation_stack", body("s3:Get*"), R"({"template_body":"a: b"})"));
    REQUIRE(later.size() == 1);
    CHECK(later[0].open == "it is no template in JSON");
}

TEST_CASE("what is marked sensitive is not shown") {
    const auto told = [](std::string_view type,
                         std::string_view attribute,
                         std::string_view value) {
        const std::string text = fmt::format(
            R"({{"address":"x","mode":"managed","type":"{}","change":{{"actions":["update"],"before":{{"{}":{}}},)"
            R"("after":{{}},"after_unknown":{{}},"before_sensitive":{{"{}":true}},"after_sensitive":{{}}}}}})",
            type,
            attribute,
            value,
            attribute);
        const auto changes = plan_changes(text);
        REQUIRE(changes.size() == 1);
        return changes[0].address + ": " + changes[0].open;
    };
    CHECK(told("aws_iam_role", "managed_policy_arns", R"(["secret"])") ==
          "x.managed_policy_arns: it is marked sensitive, so it is not shown");
    CHECK(told("aws_cloudformation_stack", "template_body", R"("secret")") ==
          "x.template_body: it is marked sensitive, so it is not shown");
    CHECK(told("aws_ram_resource_share", "allow_external_principals", "true") ==
          "x.allow_external_principals: whether strangers may share changes, from something marked "
          "sensitive to nothing");
    // Not in the name of a block either.
    const auto changes = plan_changes(fmt::format(
        R"({{"address":"x","mode":"managed","type":"aws_iam_role","change":{{"actions":["create"],"before":null,)"
        R"("after":{{"inline_policy":[{{"name":"secret","policy":"{}"}}]}},"after_unknown":{{}},)"
        R"("before_sensitive":false,"after_sensitive":{{"inline_policy":[{{"name":true}}]}}}}}})",
        reads));
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].address == "x.inline_policy[0].policy");
}

TEST_CASE("what is no policy of IAM is no trouble where it stays") {
    const std::string rule = R"({"policy_text":"rule r { a == b }","description":"a"})";
    const std::string other = R"({"policy_text":"rule r { a == b }","description":"b"})";
    CHECK(plan_changes(changed("aws_config_organization_custom_policy_rule", rule, other)).empty());
    CHECK(plan_changes(changed("aws_verifiedaccess_group",
                               R"({"policy_document":"permit(a,b,c);"})",
                               R"({"policy_document":"permit(a,b,c);","tags":{}})"))
              .empty());
    const std::string broken = R"({"policy":"{\"Statment\":[]}"})";
    CHECK(plan_changes(changed("aws_iam_policy", broken, broken)).empty());
    // Maps of configuration that let nobody in.
    CHECK(plan_changes(changed("kubernetes_config_map",
                               R"({"data":{"level":"a"},"metadata":[{"name":"b"}]})",
                               R"({"data":{"level":"b"},"metadata":[{"name":"b"}]})"))
              .empty());
}

TEST_CASE("tags alone change no access") {
    const auto told =
        [](std::string_view before, std::string_view after, std::string_view unknown) {
            return plan_changes(changed("aws_eks_access_entry", before, after, unknown)).size();
        };
    CHECK(told(R"({"a":"b","tags":{}})", R"({"a":"b","tags":{"c":"d"}})", "{}") == 0);
    CHECK(told(R"({"a":"b","tags":{}})", R"({"a":"b","tags":{"c":"d"}})", R"({"tags_all":true})") ==
          0);
    CHECK(told(R"({"a":"b","tags":{}})", R"({"a":"c","tags":{"c":"d"}})", "{}") == 1);
    CHECK(told(R"({"a":"b","tags":{}})", R"({"a":"b","tags":{"c":"d"}})", R"({"e":true})") == 1);
    const auto between =
        [](std::string_view type, std::string_view before, std::string_view after) {
            return template_between(template_with(type, before), template_with(type, after)).size();
        };
    constexpr std::string_view entry = "AWS::EKS::AccessEntry";
    CHECK(between(entry, R"({"A":"b"})", R"({"A":"b","Tags":[1]})") == 0);
    CHECK(between(entry, R"({"A":"b"})", R"({"A":"c","Tags":[1]})") == 1);
    CHECK(between(entry, R"({"A":"b","Tags":[1]})", R"({"Tags":[2]})") == 1);
    CHECK(between("Custom::AWS", R"({"Tags":[1]})", R"({"Tags":[2]})") == 1);
}

} // namespace
} // namespace polhist::plans
