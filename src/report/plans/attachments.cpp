#include "plans/attachments.h"

#include "plans/symbols.h"

#include <fmt/format.h>

#include <optional>

namespace polhist::plans {
namespace {

// Policies of AWS have names of their own, so that `AmazonS3ReadOnlyAccess` and its ARN are one.
std::string identity(const std::string& policy) {
    constexpr std::string_view of_aws = ":iam::aws:policy/";
    const bool is_arn = policy.starts_with("arn:") && policy.find(of_aws) != std::string::npos;
    return is_arn ? policy.substr(policy.rfind('/') + 1) : policy;
}

} // namespace

std::optional<std::string> policy_named(const json::Value& value) {
    constexpr std::string_view partition = "${AWS::Partition}";
    auto text = symbolic_text(value);
    for (auto at = text ? text->find(partition) : std::string::npos; at != std::string::npos;
         at = text->find(partition)) {
        text->replace(at, partition.size(), "aws");
    }
    return text && text->find("${") == std::string::npos ? text : std::nullopt;
}

void attach(const json::Value& value,
            const Definitions& definitions,
            std::string_view mark,
            Attachments& out) {
    if (const auto text = policy_named(value)) {
        out.emplace(identity(*text), Attached{*text, true});
        return;
    }
    std::string function = is_function(value) ? function_text(value) : std::string(value.text());
    if (!definitions.are_alike_for(value)) {
        function += fmt::format(" ({})", mark);
    }
    out.emplace(function, Attached{function, false});
}

void add_attachment_changes(const std::string& name,
                            const Attachments& before,
                            const Attachments& after,
                            std::vector<Change>& out) {
    const auto add = [&](const Attached& attached, bool detaches) {
        const std::string address = fmt::format("{}[\"{}\"]", name, attached.policy);
        if (!attached.known) {
            out.push_back(open_change(
                address,
                fmt::format("which policy is {} is known only when the template is deployed",
                            detaches ? "detached" : "attached")));
        } else if (detaches) {
            out.push_back({address, attached_side(attached.policy), absent(nullptr), {}});
        } else {
            out.push_back({address, absent(nullptr), attached_side(attached.policy), {}});
        }
    };
    for (const auto& [key, attached] : before) {
        if (!after.contains(key)) {
            add(attached, true);
        }
    }
    for (const auto& [key, attached] : after) {
        if (!before.contains(key)) {
            add(attached, false);
        }
    }
}

} // namespace polhist::plans
