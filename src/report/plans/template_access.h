// What a CloudFormation template changes of access beside its policy documents.

#pragma once

#include "json/tree.h"
#include "plans/change.h"
#include "plans/definitions.h"

#include <set>
#include <string>
#include <vector>

namespace polhist::plans {

// Two templates, and what the functions of each lead to.
struct Templates {
    Templates(const json::Value& old_root, const json::Value& new_root)
        : before(old_root),
          after(new_root),
          old_definitions(old_root, new_root),
          new_definitions(new_root, old_root) {}

    json::Value before;
    json::Value after;
    Definitions old_definitions;
    Definitions new_definitions;
};

// Adds the policies that become attached or detached, and what is not compared
// (plans/access_table.h). `with_documents`: logical names of resources that hold a policy document,
// so that it counts whether they exist.
void add_template_access(const Templates& templates,
                         const std::set<std::string>& with_documents,
                         std::vector<Change>& out);

} // namespace polhist::plans
