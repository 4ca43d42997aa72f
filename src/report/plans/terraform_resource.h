// What one resource of a Terraform plan changes of access.

#pragma once

#include "core/error.h"
#include "json/tree.h"
#include "plans/change.h"
#include "plans/configuration.h"

#include <vector>

namespace polhist::plans {

// The changes of one element of `resource_changes`, of `resource_drift`, or of a deferred one.
// Nothing for a data source, which grants nothing, for a resource that does not change, and for one
// that is forgotten: it stays as it is.
// `configuration` is that of the plan, as far as it is known.
Result<std::vector<Change>> resource_changes(const json::Value& resource,
                                             const Configuration& configuration = {});

// Whether resources of a type can change access whatever they hold.
bool may_change_access(std::string_view type);

} // namespace polhist::plans
