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

namespace polhist::plans {

// Whether a file is such a plan.
bool is_terraform_plan(const json::Value& root);

struct TerraformPlan {
    std::vector<Change> changes; // in the order of the plan
    std::vector<Change> drift;   // what changed outside of Terraform since it looked last
};

Result<TerraformPlan> terraform_plan(const json::Value& root);

} // namespace polhist::plans
