// What a Terraform plan changes of access.
//
// Read is the output of `terraform show -json PLAN` (OpenTofu writes the same). A policy is a
// string that holds one, wherever in a resource it stands: `policy`, `assume_role_policy`,
// `inline_policy["name"].policy` and so on. Beside them count the policies that become attached,
// and all that changes access without a document (plans/access_table.h). What will be known only
// after apply, what is deferred or sensitive, and what cannot be read is told with a reason.
// Source: "JSON Output Format" in the Terraform documentation.

#pragma once

#include "core/error.h"
#include "json/tree.h"
#include "plans/change.h"
#include "plans/configuration.h"

#include <array>
#include <string_view>
#include <vector>

namespace polhist::plans {

// Whether a file is such a plan, by the members of its root, which may be empty here.
bool is_terraform_plan(const json::Value& root);

struct TerraformPlan {
    std::vector<Change> changes; // in the order of the plan, then what is deferred
    std::vector<Change> drift;   // what changed outside of Terraform since it looked last
};

// The lists of a plan that say what it changes, and its reading element by element: a plan may be
// too long to keep.
class PlanReader {
public:
    static constexpr std::array<std::string_view, 3> lists{
        "resource_changes", "resource_drift", "deferred_changes"};

    PlanReader() = default;

    // Knows what stands in the configuration of a plan.
    explicit PlanReader(const json::Value& plan) : whole_(true), configuration_(plan) {}

    // Takes an element of one of the lists.
    Result<void> add(std::string_view list, const json::Value& element);

    // How many changes of access there are so far.
    [[nodiscard]] std::size_t size() const {
        return plan_.changes.size() + plan_.drift.size() + deferred_.size();
    }

    // What all of them change, and what the root says besides, of which the lists may be empty.
    Result<TerraformPlan> finish(const json::Value& root);

private:
    Result<void> add_deferred(const json::Value& element);

    bool whole_ = false; // else the root is an outline, whose objects are empty
    Configuration configuration_;
    TerraformPlan plan_;
    std::vector<Change> deferred_;
};

// The same of a plan that is read as a whole.
Result<TerraformPlan> terraform_plan(const json::Value& root);

} // namespace polhist::plans
