#include "plans/kind.h"

#include <algorithm>

namespace polhist::plans {
namespace {

using json::Value;

bool has_all(const Value& root, std::initializer_list<std::string_view> keys) {
    return std::ranges::all_of(keys,
                               [&](std::string_view key) { return root.find(key).has_value(); });
}

} // namespace

std::optional<std::string> foreign_kind(const Value& root) {
    constexpr std::string_view plan = "write a plan with `terraform show -json PLAN`";
    if (has_all(root, {"format_version", "values"}) || has_all(root, {"lineage", "serial"})) {
        return "is a Terraform state, which says what is and not what changes; " +
               std::string(plan);
    }
    if (has_all(root, {"@level", "@message"})) {
        return "is the event stream of `terraform plan -json`; " + std::string(plan);
    }
    const auto steps = root.find("steps");
    if (steps && !steps->items().empty() && (*steps->items().begin()).find("urn")) {
        return "is a preview of Pulumi, which is not read; compare the policy documents themselves";
    }
    if (has_all(root, {"ChangeSetName", "Changes"}) || has_all(root, {"ChangeSetId", "Changes"})) {
        return "is a change set of CloudFormation, which holds no documents; compare the two "
               "templates (`aws cloudformation get-template`, and with `--change-set-name`)";
    }
    return std::nullopt;
}

std::optional<std::string> foreign_kind(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    const std::string_view first = text.substr(start == std::string_view::npos ? 0 : start);
    if (first.starts_with("{\"@level\"")) {
        return "is the event stream of `terraform plan -json`; write a plan with `terraform show "
               "-json PLAN`";
    }
    return std::nullopt;
}

std::string without_wrapper(std::string text) {
    if (text.starts_with("[command]")) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::fill_n(text.begin(), end, ' ');
    }
    return text;
}

} // namespace polhist::plans
