#include "plans/policy_text.h"

#include "policy/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::plans {
namespace {

using json::Value;

bool has_effect(const Value& statement) {
    return statement.find("Effect").has_value();
}

} // namespace

bool is_policy(const Value& object) {
    const auto statement = object.find("Statement");
    if (!statement) {
        return false;
    }
    if (has_effect(*statement)) {
        return true;
    }
    for (const Value& one : statement->items()) {
        if (has_effect(one)) {
            return true;
        }
    }
    return false;
}

bool is_policy_text(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    // Escapes may spell the key in another way.
    if (start == std::string_view::npos || text[start] != '{' ||
        (text.find("\"Statement\"") == std::string_view::npos &&
         text.find("\\u") == std::string_view::npos)) {
        return false;
    }
    const auto tree = json::Tree::parse({"", text});
    if (!tree) {
        return text.find("\"Statement\"") != std::string_view::npos;
    }
    return is_policy(tree->root());
}

bool says_policy(std::string_view type, std::string_view attribute) {
    constexpr std::array<std::string_view, 13> names{"access_policies",
                                                     "access_policy",
                                                     "assume_role_policy",
                                                     "assume_role_policy_document",
                                                     "inline_policy",
                                                     "key_policy",
                                                     "policies",
                                                     "policy",
                                                     "policy_document",
                                                     "policy_text",
                                                     "repository_policy",
                                                     "resource_policy",
                                                     "topic_policy"};
    // Other things are called policies too: rules by which images expire, by which groups grow.
    constexpr std::array<std::string_view, 7> others{"account_policy",
                                                     "core_network",
                                                     "data_protection",
                                                     "firewall",
                                                     "lifecycle",
                                                     "opensearchserverless",
                                                     "scaling"};
    const auto is_in_type = [&](std::string_view part) {
        return type.find(part) != std::string_view::npos;
    };
    const bool is_other = std::ranges::any_of(others, is_in_type) && !is_in_type("resource_policy");
    return type.starts_with("aws") && !is_other &&
           (std::ranges::find(names, attribute) != names.end() ||
            (is_in_type("organizations_") && attribute == "content"));
}

bool is_of_other_language(std::string_view type) {
    constexpr std::array<std::string_view, 9> types{"AWS::Config::",
                                                    "AWS::EC2::VerifiedAccess",
                                                    "AWS::Logs::AccountPolicy",
                                                    "AWS::NetworkManager::",
                                                    "aws_config_",
                                                    "aws_verifiedaccess_",
                                                    "awscc_config_",
                                                    "awscc_ec2_verified_access_",
                                                    "awscc_networkmanager_"};
    return std::ranges::any_of(types,
                               [&](std::string_view start) { return type.starts_with(start); });
}

Side read_policy_text(const Value& text, const std::string& name) {
    Side side;
    const std::string source = fmt::format("{}: {}", text.place(), name);
    auto document = policy::read(json::Source{source, text.text()});
    if (!document) {
        side.reason = document.error().message;
        side.unreadable = true;
        return side;
    }
    side.lines.assign(document->statements.size(), text.location().line);
    side.document = std::make_shared<const policy::Document>(std::move(*document));
    return side;
}

} // namespace polhist::plans
