#include "policy/envelope.h"
#include "policy/inside.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace polhist::policy {
namespace {

constexpr std::string_view document =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})";

// What the one document inside is found at, or what is said instead.
std::string found_in(const std::string& text) {
    const auto tree = json::Tree::parse({"f", text});
    REQUIRE(tree);
    const auto inside = one_document_inside(tree->root());
    return inside ? inside->path : inside.error().message;
}

std::string quoted_twice(std::string_view text) {
    std::string once;
    for (const char byte : text) {
        once += byte == '"' || byte == '\\' ? std::string("\\") + byte : std::string(1, byte);
    }
    return '"' + once + '"';
}

std::string encoded(std::string_view text) {
    std::string out;
    for (const char byte : text) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto value = static_cast<unsigned char>(byte);
        out += '%';
        out += digits[value >> 4U];
        out += digits[value & 15U];
    }
    return out;
}

} // namespace

TEST_CASE("the one document inside what AWS prints is found") {
    const std::string object(document);
    const std::string string = quoted_twice(document);
    const std::string url = '"' + encoded(document) + '"';
    const std::string nested = quoted_twice(R"({"p": )" + string + "}");
    const std::pair<std::string, std::string_view> rows[] = {
        {R"({"RoleName": "r", "PolicyName": "p", "PolicyDocument": )" + object + "}",
         "$.PolicyDocument"},
        {R"({"PolicyDocument": )" + url + "}", "$.PolicyDocument"},
        {R"({"Role": {"AssumeRolePolicyDocument": )" + object + "}}",
         "$.Role.AssumeRolePolicyDocument"},
        {R"({"Policy": )" + string + R"(, "RevisionId": "1"})", "$.Policy"},
        {R"({"Policy": {"PolicySummary": {"Id": "p-1"}, "Content": )" + string + "}}",
         "$.Policy.Content"},
        {R"({"Attributes": {"Policy": )" + string +
             R"(, "EffectiveDeliveryPolicy": "{\"http\": {}}"}})",
         "$.Attributes.Policy"},
        {R"({"registryId": "1", "policyText": )" + string + "}", "$.policyText"},
        {R"({"ARN": "a", "ResourcePolicy": )" + string + "}", "$.ResourcePolicy"},
        {R"({"generatedPolicyResult": {"generatedPolicies": [{"policy": )" + string + "}]}}",
         "$.generatedPolicyResult.generatedPolicies[0].policy"},
        {R"({"eventSource": "iam.amazonaws.com", "eventName": "PutRolePolicy",)"
         R"( "requestParameters": {"policyDocument": )" +
             string + "}}",
         "$.requestParameters.policyDocument"},
        // What a call asks for, its answer may repeat.
        {R"({"eventSource": "iam.amazonaws.com", "eventName": "CreateRole",)"
         R"( "requestParameters": {"assumeRolePolicyDocument": )" +
             string + R"(}, "responseElements": {"role": {"assumeRolePolicyDocument": )" + url +
             "}}}",
         "$.requestParameters.assumeRolePolicyDocument"},
        {string, "$"},
        {R"({"Events": [{"CloudTrailEvent": )" + nested + "}]}", "$.Events[0].CloudTrailEvent.p"},
        {R"({"Versions": [{"IsDefaultVersion": false, "Document": )" + object +
             R"(}, {"IsDefaultVersion": true, "Document": )" + object + "}]}",
         "$.Versions[1].Document"},
    };
    for (const auto& [text, path] : rows) {
        const auto& shown = text; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(found_in(text) == path);
        const auto read = read_any(json::Source{"f", text});
        REQUIRE(read);
        CHECK(read->document.statements.size() == 1);
        CHECK_FALSE(read->version.has_value());
    }
}

TEST_CASE("what holds no document, or several, is told by its kind") {
    const std::string object(document);
    const std::string other =
        R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})";
    const std::string string = quoted_twice(document);
    const std::pair<std::string, std::string_view> rows[] = {
        {"{\"a\": " + object + ", \"b\": [" + other + "]}",
         "f:1:1: holds 2 policy documents, at $.a and $.b[0]; give one alone ($)"},
        // What failed, or made no default version, changed nothing; what is deleted is not there.
        {R"({"eventSource": "iam.amazonaws.com", "eventName": "PutRolePolicy",)"
         R"( "errorCode": "AccessDenied", "requestParameters": {"policyDocument": )" +
             string + "}}",
         "f:1:1: is a CloudTrail event without a policy; give one that writes a policy ($)"},
        {R"({"eventSource": "iam.amazonaws.com", "eventName": "SimulateCustomPolicy",)"
         R"( "requestParameters": {"policyInputList": [)" +
             string + "]}}",
         "f:1:1: is a CloudTrail event without a policy; give one that writes a policy ($)"},
        {R"({"eventSource": "iam.amazonaws.com", "eventName": "CreatePolicyVersion",)"
         R"( "requestParameters": {"setAsDefault": false, "policyDocument": )" +
             string + "}}",
         "f:1:1: is a CloudTrail event without a policy; give one that writes a policy ($)"},
        {R"({"configurationItems": [{"configurationItemStatus": "ResourceDeleted"},)"
         R"( {"configurationItemStatus": "OK", "configuration": )" +
             string + "}]}",
         "f:1:1: is a history of AWS Config without a policy ($)"},
        {"[" + object + "]", "f:1:1: a list of documents; give each policy a file of its own ($)"},
        {R"({"a": 1})", "f:1:1: holds no policy document, which has a `Statement` ($)"},
        {R"({"Policy": {"Arn": "a", "DefaultVersionId": "v3"}})",
         "f:1:1: is what `aws iam get-policy` prints, which holds no document; `aws iam "
         "get-policy-version` prints it ($)"},
        {R"({"eventSource": "sts.amazonaws.com", "eventName": "AssumeRole"})",
         "f:1:1: is a CloudTrail event without a policy; give one that writes a policy ($)"},
        {R"({"Resources": {"A": )" + object + "}}",
         "f:1:1: is a template; `polhist diff OLD NEW` compares two ($)"},
        {R"({"UserDetailList": [], "Policies": []})",
         "f:1:1: is what `aws iam get-account-authorization-details` prints; `polhist import` "
         "reads it ($)"},
        // A rule of a firewall has statements, but no policy's.
        {R"({"Rules": [{"Statement": {"ByteMatchStatement": {}}}]})",
         "f:1:1: holds no policy document, which has a `Statement` ($)"},
        // What is cut off in a string is no document.
        {R"({"Policy": "{\"Statement\": [{\"Effect\":"})",
         "f:1:1: holds no policy document, which has a `Statement` ($)"},
    };
    for (const auto& [text, message] : rows) {
        const auto& shown = text; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(found_in(text) == message);
    }
}

TEST_CASE("what is meant as a document is refused as one") {
    for (const std::string_view text : {R"({"Version": "2012-10-17", "Statment": []})",
                                        R"({"statement": []})",
                                        R"({"Statement": 5})",
                                        "{}"}) {
        CAPTURE(text);
        const auto tree = json::Tree::parse({"f", text});
        REQUIRE(tree);
        CHECK(is_meant_as_document(tree->root()));
    }
}

TEST_CASE("a string with very many texts of JSON costs one look") {
    std::string text = "[";
    for (int i = 0; i < 20'000; ++i) {
        text += R"("{\"Statement\": [{\"Effect\": \"Allow\", \"Sid\": )" + std::to_string(i) +
                R"(}]}",)";
    }
    text.back() = ']';
    CHECK(found_in(text).starts_with("f:1:1: holds at least 1000 policy documents"));
}

} // namespace polhist::policy
