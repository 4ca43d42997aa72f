// What AWS lists of an action, made ready for requests of it: the resources it is asked for and the
// condition keys that its requests have.
//
// The list has errors, so it never decides a verdict: it says which request is looked for first,
// and what a request that it does not know of is labelled.
//
// Example: s3:GetObject is asked for objects and for objects behind access points; so for
// `arn:aws:s3:::b/k`, and neither for the bucket `arn:aws:s3:::b` nor for `*`.

#pragma once

#include "access/pattern.h"
#include "access/verdict.h"
#include "reference/actions.h"

#include <string>
#include <string_view>
#include <vector>

namespace polhist::access {

struct Listed {
    const reference::ListedAction* action = nullptr;
    std::vector<Pattern> resources;   // one of these it is asked for; empty: it is not known
    std::vector<std::string> samples; // of each pattern of them one that looks real
};

// Null for an action that AWS does not list. The answer lives as long as its thread.
const Listed* listed(std::string_view action);
const Listed& listed(const reference::ListedAction& action);

// Whether a request for an action can have a key, by its folded name, as far as the list tells. A
// key that no service lists, and one that comes with the caller's session, may be in any.
bool may_have(const Listed& listed, std::string_view key);

// Whether AWS lists an action with the resource and the keys of a request.
bool knows(const Listed& listed, const Request& request);

} // namespace polhist::access
