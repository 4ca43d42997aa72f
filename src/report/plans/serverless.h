// The roles that AWS SAM makes for functions and state machines.
//
// `Policies` of such a resource are names or ARNs of managed policies, documents, or policy
// templates with their parameters; all of them become policies of one role, so the documents and
// templates of one resource are compared as one document. Who may assume the role is
// `AssumeRolePolicyDocument`, or the service where there is none; some settings attach a policy of
// AWS. Sources: "AWS::Serverless::Function" and "AWS SAM policy templates" in the AWS SAM Developer
// Guide, and the transform that AWS publishes.

#pragma once

#include "plans/change.h"
#include "plans/template_access.h"

#include <string_view>
#include <vector>

namespace polhist::plans {

// Whether SAM makes a role for a resource of this type.
bool has_serverless_role(std::string_view type);

// Whether a property of such a resource is read here, and not as any other template has it.
bool is_serverless_property(std::string_view property);

// Adds what the roles of both templates differ in.
void add_serverless_changes(const Templates& templates, std::vector<Change>& out);

} // namespace polhist::plans
