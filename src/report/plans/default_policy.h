// What is allowed where a resource has no policy: mostly nothing, but an endpoint lets everybody
// through, an interface of API Gateway and a file system let everybody in, and a key has a policy
// that AWS gives it.
// Sources: "Control access to VPC endpoints using endpoint policies", "Control access to a REST API
// with API Gateway resource policies", "Default EFS file system policy", "Default key policy".

#pragma once

#include "plans/change.h"

#include <string_view>

namespace polhist::plans {

// The side of a resource of this type, of Terraform or CloudFormation, that has no policy. `stays`:
// there is the resource on both sides. `other` is the policy it is compared with.
Side without_policy(std::string_view type, bool stays, const policy::Document* other);

} // namespace polhist::plans
