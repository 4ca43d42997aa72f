// The policies that a Terraform plan changes.
//
// Read is the output of `terraform show -json PLAN` (OpenTofu writes the same). A policy is a
// string that holds a JSON object with a `Statement`, wherever in a resource it stands: `policy`,
// `assume_role_policy`, `inline_policy["name"].policy` and so on. What will be known only after
// apply, what is marked sensitive, and what cannot be read comes out as a side with a reason.
// Source: "JSON Output Format" in the Terraform documentation.

#pragma once

#include "core/error.h"
#include "json/tree.h"
#include "plans/change.h"

namespace polhist::plans {

// Whether a file is such a plan.
bool is_terraform_plan(const json::Value& root);

// Changes in the order of the plan. Resources without a change, and data sources, which grant
// nothing, give none.
Result<std::vector<Change>> terraform_changes(const json::Value& root);

} // namespace polhist::plans
