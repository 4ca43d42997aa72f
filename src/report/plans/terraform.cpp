#include "plans/terraform.h"

#include "plans/plan_values.h"
#include "plans/terraform_resource.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

} // namespace

bool is_terraform_plan(const Value& root) {
    return root.find("format_version") &&
           (root.find("resource_changes") || root.find("planned_values"));
}

Result<void> PlanReader::add(std::string_view list, const Value& element) {
    if (list == "deferred_changes") {
        return add_deferred(element);
    }
    auto found = resource_changes(element, configuration_);
    if (!found) {
        return tl::make_unexpected(std::move(found.error()));
    }
    std::ranges::move(*found,
                      std::back_inserter(list == "resource_drift" ? plan_.drift : plan_.changes));
    return {};
}

// What is put off to a later run is known only then.
Result<void> PlanReader::add_deferred(const Value& element) {
    const auto resource = element.find("resource_change");
    const auto type = resource ? resource->find("type") : std::nullopt;
    const auto found = resource ? resource_changes(*resource) : std::vector<Change>{};
    if (!found) {
        return tl::make_unexpected(found.error());
    }
    if (found->empty() && type && !may_change_access(type->text())) {
        return {};
    }
    const auto address = resource ? resource->find("address") : std::nullopt;
    const auto reason = element.find("reason");
    deferred_.push_back(
        open_change(address ? std::string(address->text()) : std::string("a change"),
                    fmt::format("it is deferred to a later run{}",
                                reason ? fmt::format(" ({})", reason->text()) : std::string())));
    return {};
}

Result<TerraformPlan> PlanReader::finish(const Value& root) {
    for (const std::string_view list : lists) {
        const auto value = root.find(list);
        if (value && value->kind() != Kind::array && value->kind() != Kind::null) {
            return tl::make_unexpected(json::error_at(
                *value,
                fmt::format("`{}` is no list; write the plan with `terraform show -json`", list)));
        }
    }
    const auto changes = root.find("resource_changes");
    const auto planned = root.find("planned_values");
    const auto module = planned ? planned->find("root_module") : std::nullopt;
    const bool may_hold_resources = whole_ ? module && !module->members().empty() : !!planned;
    if ((!changes || changes->kind() == Kind::null) && may_hold_resources) {
        return tl::make_unexpected(json::error_at(
            root,
            "has `planned_values` and no `resource_changes`, which say what changes; give the "
            "whole plan"));
    }
    std::ranges::move(deferred_, std::back_inserter(plan_.changes));
    if (is_true(root.find("errored"))) {
        plan_.changes.push_back(open_change("the plan", "planning failed, so it is not whole"));
    }
    return std::move(plan_);
}

Result<TerraformPlan> terraform_plan(const Value& root) {
    PlanReader reader(root);
    for (const std::string_view list : PlanReader::lists) {
        const auto elements = root.find(list);
        if (!elements) {
            continue;
        }
        for (const Value& element : elements->items()) {
            if (auto added = reader.add(list, element); !added) {
                return tl::make_unexpected(std::move(added.error()));
            }
        }
    }
    return reader.finish(root);
}

} // namespace polhist::plans
