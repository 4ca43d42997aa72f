#include "plans/policy_template.h"
#include "plans/principal_symbol.h"
#include "plans/symbols.h"
#include "policy/reader.h"
#include "reference/policy_templates.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

namespace polhist::plans {
namespace {

Result<std::vector<std::string>> expanded(std::string_view name, const std::string& parameters) {
    const auto tree = json::Tree::parse({"parameters", parameters});
    REQUIRE(tree);
    return expanded_template(name, tree->root(), true);
}

TEST_CASE("every policy template that AWS publishes becomes a policy") {
    const auto names = reference::policy_template_names();
    CHECK(names.size() == 81);
    for (const std::string_view name : names) {
        CAPTURE(name);
        const auto rows = reference::policy_template(name);
        std::string parameters;
        for (std::string_view words = rows.front().parameters; !words.empty();) {
            const std::size_t end = std::min(words.find(' '), words.size());
            parameters += fmt::format(
                R"({}"{}":{{"Ref":"X"}})", parameters.empty() ? "" : ",", words.substr(0, end));
            words.remove_prefix(std::min(end + 1, words.size()));
        }
        const auto statements = expanded(name, "{" + parameters + "}");
        REQUIRE(statements);
        CHECK(statements->size() == rows.size());
        std::string document;
        for (const std::string& statement : *statements) {
            document += (document.empty() ? "" : ",") + statement;
        }
        document = fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", document);
        const auto tree = json::Tree::parse({"document", document});
        REQUIRE(tree);
        std::vector<std::size_t> lines;
        const Definitions definitions(tree->root(), tree->root());
        const std::string symbolic = with_symbols(tree->root(), definitions, lines);
        const auto read = policy::read({"document", symbolic}, policy::ResourceForm::or_variable);
        REQUIRE_MESSAGE(read, read.error().message);
        const bool has_parameters = !rows.front().parameters.empty();
        CHECK((symbolic.find("${X}") != std::string::npos) == has_parameters);
        if (has_parameters) {
            CHECK_FALSE(expanded(name, "{}"));
        }
    }
}

TEST_CASE("what is no policy template is said") {
    CHECK(expanded("S3ReadPolcy", "{}").error().message ==
          "`S3ReadPolcy` is not a policy template that AWS SAM publishes; did you mean "
          "`S3ReadPolicy`");
    CHECK(expanded("S3ReadPolicy", "{}").error().message ==
          "the policy template `S3ReadPolicy` has no value for `BucketName`, without which AWS SAM "
          "refuses it");
    CHECK(
        expanded("EC2DescribePolicy", "null").error().message ==
        "the policy template `EC2DescribePolicy` has no object of parameters, which may be empty");
}

TEST_CASE("principals that are not known are callers like no other") {
    struct Row {
        std::string_view kind;
        std::string_view text;
        std::string_view expected;
    };

    for (const Row& row : {
             Row{"AWS", "*", "*"},
             Row{"AWS", "111122223333", "111122223333"},
             Row{"AWS",
                 "arn:${AWS::Partition}:iam::111122223333:root",
                 "arn:aws:iam::111122223333:root"},
             Row{"AWS",
                 "arn:aws:iam::${AWS::AccountId}:root",
                 "arn:aws:iam::${AWS.AccountId}:root"},
             Row{"AWS",
                 "arn:aws:iam::${AWS::AccountId}:role/${Name}",
                 "arn:aws:iam::${AWS.AccountId}:role/${Name}"},
             Row{"AWS", "${Role.Arn}", "arn:aws:iam::unknown:user/${Role.Arn}"},
             Row{"AWS",
                 "arn:aws:iam::1${A}:root",
                 "arn:aws:iam::unknown:user/arn:aws:iam::1${A}:root"},
             Row{"AWS",
                 "arn:aws:iam::${A}${B}:root",
                 "arn:aws:iam::unknown:user/arn:aws:iam::${A}${B}:root"},
             Row{"AWS",
                 "arn:aws:iam::111122223333:${A}",
                 "arn:aws:iam::unknown:user/arn:aws:iam::111122223333:${A}"},
             Row{"Service",
                 "logs.${AWS::Region}.amazonaws.com",
                 "logs.${AWS.Region}.amazonaws.com"},
             Row{"Federated", "${Provider.Arn}", "${Provider.Arn}"},
         }) {
        CAPTURE(row.text);
        CHECK(principal_symbol(row.kind, std::string(row.text)) == row.expected);
    }
}

} // namespace
} // namespace polhist::plans
