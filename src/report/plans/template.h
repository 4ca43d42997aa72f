// The policies of a CloudFormation template.
//
// A policy is an object with a `Statement` inside the properties of a resource, or whatever stands
// where one belongs (`PolicyDocument`, `AssumeRolePolicyDocument`, `KeyPolicy`). Functions inside
// are kept as pieces that are not known (plans/fillings.h).
// Source: "AWS CloudFormation template formats" and "Intrinsic function reference" in the AWS
// CloudFormation User Guide.

#pragma once

#include "json/tree.h"
#include "plans/change.h"

namespace polhist::plans {

// Whether a file is such a template.
bool is_template(const json::Value& root);

// The policies of both, told by logical name of the resource and path inside it; in the order of
// the new template, then what only the old one has. Equal documents are compared like others.
std::vector<Change> template_changes(const json::Value& before, const json::Value& after);

} // namespace polhist::plans
