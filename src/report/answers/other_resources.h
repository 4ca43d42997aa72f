// Statements that a request misses by its resource alone.
//
// Example: s3:GetObject on `*` against an Allow of s3:GetObject on arn:aws:s3:::b/*. In a request
// `*` is the resource of actions that have none, never "any resource", so that Allow does not
// match.

#pragma once

#include "access/verdict.h"

#include <vector>

namespace polhist::answers {

// Those of an effect that are for the action of the request, but for other resources; whatever
// their conditions and principals.
std::vector<const policy::Statement*> on_other_resources(const policy::Document& document,
                                                         const access::Request& request,
                                                         policy::Effect effect);

} // namespace polhist::answers
