// Grants and policies as JSON, as every answer writes them.

#pragma once

#include "json/writer.h"
#include "policy/grant.h"

#include <string_view>

namespace polhist::output {

// The members of a grant, into an object that is open: `effect`, `action` or `not_action`,
// `resource` or `not_resource`, `principal` or `not_principal` where there is one, `conditions`.
void write_grant_fields(json::Writer& writer, const policy::Grant& grant);

// `"policy": {"name", "arn"}`; null where there is no name.
void write_policy(json::Writer& writer, std::string_view name, std::string_view arn);

} // namespace polhist::output
