#include "plans/terraform.h"

#include "plans/terraform_resource.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

Result<std::vector<Change>> changes_in(const Value& root, std::string_view section) {
    std::vector<Change> changes;
    const auto resources = root.find(section);
    if (!resources) {
        return changes; // a plan that changes nothing
    }
    for (const Value& resource : resources->items()) {
        auto found = resource_changes(resource);
        if (!found) {
            return found;
        }
        std::ranges::move(*found, std::back_inserter(changes));
    }
    return changes;
}

// What is put off to a later run is known only then.
Result<void> add_deferred(const Value& root, std::vector<Change>& out) {
    const auto all = root.find("deferred_changes");
    if (!all) {
        return {};
    }
    for (const Value& one : all->items()) {
        const auto resource = one.find("resource_change");
        const auto type = resource ? resource->find("type") : std::nullopt;
        const auto found = resource ? resource_changes(*resource) : std::vector<Change>{};
        if (!found) {
            return tl::make_unexpected(found.error());
        }
        const bool counts = !type || may_change_access(type->text());
        if (found->empty() && !counts) {
            continue;
        }
        const auto address = resource ? resource->find("address") : std::nullopt;
        const auto reason = one.find("reason");
        out.push_back(open_change(
            address ? std::string(address->text()) : std::string("a change"),
            fmt::format("it is deferred to a later run{}",
                        reason ? fmt::format(" ({})", reason->text()) : std::string())));
    }
    return {};
}

bool is_true(const std::optional<Value>& value) {
    return value && value->kind() == Kind::boolean && value->text() == "true";
}

} // namespace

bool is_terraform_plan(const Value& root) {
    return root.find("format_version") &&
           (root.find("resource_changes") || root.find("planned_values"));
}

Result<TerraformPlan> terraform_plan(const Value& root) {
    auto changes = changes_in(root, "resource_changes");
    if (!changes) {
        return tl::make_unexpected(std::move(changes.error()));
    }
    auto drift = changes_in(root, "resource_drift");
    if (!drift) {
        return tl::make_unexpected(std::move(drift.error()));
    }
    if (const auto added = add_deferred(root, *changes); !added) {
        return tl::make_unexpected(added.error());
    }
    if (is_true(root.find("errored"))) {
        changes->push_back(open_change("the plan", "planning failed, so it is not whole"));
    }
    return TerraformPlan{std::move(*changes), std::move(*drift)};
}

} // namespace polhist::plans
