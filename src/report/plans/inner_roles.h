// Roles that are named deep inside a resource: what it does is done with them.

#pragma once

#include "json/tree.h"
#include "plans/access_table.h"

#include <span>
#include <string_view>
#include <vector>

namespace polhist::plans {

inline constexpr std::string_view inner_role = "which role something in it has changes";

// Whether an attribute, of Terraform or CloudFormation, names a role.
bool names_role(std::string_view attribute);

// Whether one of the rows is about an attribute.
bool is_row(std::span<const AccessAttribute> rows, std::string_view attribute);

// The roles inside the properties of a resource of CloudFormation, but for those of its own
// properties that are rows, in the order of the template.
std::vector<json::Value> inner_roles(const json::Value& properties,
                                     std::span<const AccessAttribute> rows);

} // namespace polhist::plans
