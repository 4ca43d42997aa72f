#include "answers/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::answers {
namespace {

using access::AccessPatterns;

// The first thing wrong with patterns; empty where nothing is.
std::string fault_of(const AccessPatterns& patterns) {
    if (patterns.actions.empty() && patterns.resources.empty()) {
        return "name an --action, a --resource or both";
    }
    for (const std::string& action : patterns.actions) {
        if (!is_action_pattern(action)) {
            return fmt::format("--action `{}` is no action; write `service:Name` or `*`", action);
        }
    }
    for (const std::string& resource : patterns.resources) {
        if (resource != "*" && !resource.starts_with("arn:")) {
            return fmt::format("--resource `{}` is no resource; write `arn:…` or `*`", resource);
        }
        if (!access::can_match({{}, {resource}})) {
            return fmt::format("--resource `{}` matches no resource: an ARN has six fields; with "
                               "it the check would pass whatever the document says",
                               resource);
        }
    }
    return {};
}

} // namespace

bool is_action_pattern(std::string_view text) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789-*?";
    const std::size_t colon = text.find(':');
    const std::string_view name = text.substr(colon == std::string_view::npos ? 0 : colon + 1);
    return text == "*" || (colon != std::string_view::npos && colon > 0 && !name.empty() &&
                           text.substr(0, colon).find_first_not_of(allowed) == std::string::npos &&
                           name.find_first_not_of(allowed) == std::string::npos);
}

Check check_no_new_access(Endpoint reference, Endpoint changed, std::size_t budget) {
    access::Checked checked =
        access::check_no_new_access(*reference.document, *changed.document, budget);
    return {std::move(checked), std::move(changed), std::move(reference), {}};
}

Result<Check>
check_access_not_granted(Endpoint document, AccessPatterns patterns, std::size_t budget) {
    if (std::string fault = fault_of(patterns); !fault.empty()) {
        return failure(std::move(fault));
    }
    access::Checked checked =
        access::check_access_not_granted(*document.document, patterns, budget);
    return Check{std::move(checked), std::move(document), {}, std::move(patterns)};
}

Result<Check> check_no_public_access(Endpoint document, std::size_t budget) {
    const auto& statements = document.document->statements;
    const auto without = std::ranges::find_if(
        statements, [](const policy::Statement& one) { return !one.principals.has_value(); });
    if (without != statements.end()) {
        return failure(fmt::format("{}: {} names no principal; no-public-access is for resource "
                                   "and trust policies, which say in each statement who may",
                                   document.label,
                                   policy::label_of(*without)));
    }
    access::Checked checked = access::check_no_public_access(*document.document, budget);
    return Check{std::move(checked), std::move(document), {}, {}};
}

} // namespace polhist::answers
