// What a CloudFormation template changes of access beside its policy documents.

#pragma once

#include "json/tree.h"
#include "plans/change.h"

#include <vector>

namespace polhist::plans {

// Adds the policies that become attached or detached, and what is not compared
// (plans/access_table.h), of two templates.
void add_template_access(const json::Value& before,
                         const json::Value& after,
                         std::vector<Change>& out);

} // namespace polhist::plans
