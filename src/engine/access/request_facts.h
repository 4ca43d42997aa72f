// What AWS itself puts into a request, from who asks and for what.
//
// aws:PrincipalArn, aws:PrincipalAccount and aws:PrincipalType follow from the caller, and
// aws:ResourceAccount from the account of the resource's ARN. Source: "AWS global condition context
// keys" in the IAM User Guide.
//
// Example: for the session arn:aws:sts::111122223333:assumed-role/ops/alice they are
// arn:aws:iam::111122223333:role/ops, 111122223333 and AssumedRole. The ARN of a session lacks the
// path of its role, so a request may give aws:PrincipalArn as arn:aws:iam::111122223333:role/a/ops.

#pragma once

#include "access/verdict.h"
#include "core/error.h"

#include <string>

namespace polhist::access {

// Makes the principal of a request a caller, and adds the keys above to its context where it does
// not give them; in any letter case, and without a value (which says that they are absent), they
// are given. Of services, identity providers and canonical users nothing is known.
//
// An error: a principal that is no caller (a group, a name with a wildcard), or a given key that
// contradicts the caller or the resource.
//
// `*` and `anonymous` are a caller without credentials, a role one of its sessions, an account
// number its root.
Result<void> complete(Request& request);

// Has the caller of a policy set ask, by its ARN, where the request does not say who asks. A
// session of a role may ask for it and stays. False where somebody else asks.
bool name_caller(const std::string& caller, Request& request);

} // namespace polhist::access
