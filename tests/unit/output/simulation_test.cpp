#include "documents.h"
#include "output/simulation.h"

#include <doctest/doctest.h>

namespace polhist::output {

TEST_CASE("words for a shell") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"s3:GetObject", "s3:GetObject"},
        {"ContextKeyName=aws:SourceIp,ContextKeyValues=1.2.3.4",
         "ContextKeyName=aws:SourceIp,ContextKeyValues=1.2.3.4"},
        {"", "''"},
        {"*", "'*'"},
        {"a b", "'a b'"},
        {"$(id) `id` \"x\" \\ ~ ! # & ; | < >", "'$(id) `id` \"x\" \\ ~ ! # & ; | < >'"},
        {"it's", "'it'\\''s'"},
        {"'", "''\\'''"},
        {"{a,b}", "'{a,b}'"},
        {"a\nb", "'a\nb'"},
    };
    for (const auto& [text, expected] : rows) {
        CHECK(shell_word(text) == expected);
    }
}

TEST_CASE("requests as arguments") {
    const policy::Document document = document_of(document_with(
        R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {)"
        R"("Bool": {"aws:SecureTransport": "true"}, "NumericLessThan": {"s3:max-keys": "5"},)"
        R"("ForAnyValue:StringEquals": {"aws:TagKeys": "a"}, "Null": {"aws:SourceIp": "false"},)"
        R"("IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}})"));
    const policy::Document* documents[] = {&document};
    const auto arguments = [&](const access::Request& request) {
        std::string line;
        for (const std::string& argument : simulation_arguments(request, documents)) {
            line += (line.empty() ? "" : " ") + argument;
        }
        return line;
    };
    using Context = std::map<std::string, std::vector<std::string>>;
    const std::pair<Context, std::string_view> rows[] = {
        {{}, ""},
        {{{"AWS:securetransport", {"true"}}},
         " --context-entries ContextKeyName=AWS:securetransport,ContextKeyType=boolean,"
         "ContextKeyValues=true"},
        {{{"s3:max-keys", {"4"}}, {"x:y", {"z"}}},
         " --context-entries ContextKeyName=s3:max-keys,ContextKeyType=numeric,ContextKeyValues=4"
         " ContextKeyName=x:y,ContextKeyType=string,ContextKeyValues=z"},
        {{{"aws:TagKeys", {"a"}}},
         " --context-entries ContextKeyName=aws:TagKeys,ContextKeyType=stringList,"
         "ContextKeyValues=a"},
        {{{"x:y", {"a", "b"}}},
         " --context-entries ContextKeyName=x:y,ContextKeyType=stringList,ContextKeyValues=a,b"},
        {{{"aws:SourceIp", {"10.0.0.1"}}},
         " --context-entries ContextKeyName=aws:SourceIp,ContextKeyType=ip,"
         "ContextKeyValues=10.0.0.1"},
        {{{"x:y", {"a,b"}}},
         R"( --context-entries [{"ContextKeyName":"x:y","ContextKeyType":"string",)"
         R"("ContextKeyValues":["a,b"]}])"},
        {{{"x:y", {""}}},
         R"( --context-entries [{"ContextKeyName":"x:y","ContextKeyType":"string",)"
         R"("ContextKeyValues":[""]}])"},
        {{{"x:y", {"\x1b"}}},
         R"( --context-entries [{"ContextKeyName":"x:y","ContextKeyType":"string",)"
         R"("ContextKeyValues":["\u001b"]}])"},
        {{{"x=y", {"a"}}},
         R"( --context-entries [{"ContextKeyName":"x=y","ContextKeyType":"string",)"
         R"("ContextKeyValues":["a"]}])"},
    };
    for (const auto& [context, expected] : rows) {
        CHECK(arguments({"s3:Get", "*", context, {}}) ==
              "--action-names s3:Get" + std::string(expected));
    }
    CHECK(arguments({"s3:Get", "arn:aws:s3:::b c", {}, {}}) ==
          "--action-names s3:Get --resource-arns arn:aws:s3:::b c");
    CHECK(arguments({"s3:Get", "arn:aws:s3:::b\n", {}, {}}) ==
          "--action-names s3:Get --resource-arns [\"arn:aws:s3:::b\\n\"]");
    CHECK(arguments(
              {"s3:Get", "*", {}, policy::Principal{"AWS", "arn:aws:iam::111122223333:user/u"}}) ==
          "--action-names s3:Get --caller-arn arn:aws:iam::111122223333:user/u");
}

TEST_CASE("a script says what cannot be simulated") {
    const policy::Document trust = document_of(document_with(
        R"({"Effect": "Allow", "Principal": {"Service": "x"}, "Action": "sts:AssumeRole"})"));
    const access::Request request{"sts:AssumeRole", "*", {}, policy::Principal{"Service", "x"}};
    const SimulatedDocument documents[] = {{"policy", &trust}};
    const SimulatedRequest requests[] = {{"a\nb", &request}};
    const std::string script = simulation_script("head\x1b", documents, requests);
    CHECK(script.find("# head\\u001b\n") == 0);
    CHECK(script.find("\n# a\\nb\n# The simulator takes no trust policies.\n") !=
          std::string::npos);
    CHECK(script.find("aws iam") == std::string::npos);
}

} // namespace polhist::output
