// A Terraform plan that is too long to be kept in memory.
//
// Such a plan is mostly state and configuration. It is read in one pass, of which only the changes
// are kept, one at a time, with what they change of access.

#pragma once

#include "core/error.h"
#include "core/input.h"
#include "plans/terraform.h"

#include <optional>
#include <string>

namespace polhist::cli {

// A plan up to the size of any document; where it is longer, its beginning and how to read on.
struct PlanText {
    std::string text;
    std::optional<InputBlocks> rest;
};

// What `diff` says of one file that is no plan.
inline constexpr std::string_view no_plan =
    "is no plan (`terraform show -json PLAN`); name a second file to compare it with";

// Standard input is given back for a program that goes on in the place of this one, through a
// temporary file where it is long.
Result<PlanText> read_plan_text(const std::string& path);

// `name` is what messages call it.
Result<plans::TerraformPlan> read_long_plan(PlanText text, const std::string& name);

} // namespace polhist::cli
