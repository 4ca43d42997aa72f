// Permissions boundaries of roles, users and permission sets.
//
// A boundary allows nothing: it limits what the policies may allow. A plan or a template need not
// know all policies of a role, so the limits themselves are compared, and none is a limit that
// allows everything: when a boundary goes, or lets more through, the role may be able to do more,
// and when one is set or lets less through, it cannot. Source: "Permissions boundaries for IAM
// entities" in the IAM User Guide.

#pragma once

#include "json/tree.h"
#include "plans/change.h"

#include <optional>
#include <string>
#include <vector>

namespace polhist::plans {

// The ARN or name of the policy that a value names as a boundary: a text, or the `ManagedPolicyArn`
// of a permission set. Empty where there is no boundary; nothing where only AWS knows which it is.
std::optional<std::string> boundary_named(const std::optional<json::Value>& value);

// Adds the change from one boundary to another, each by its ARN or name or empty, where they
// differ.
void add_boundary_change(const std::string& address,
                         const std::string& before,
                         const std::string& after,
                         std::vector<Change>& out);

} // namespace polhist::plans
