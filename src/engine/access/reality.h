// What no real request has: facts that contradict each other.
//
// AWS fills the context of a request, so its keys are linked: the account of a caller's ARN is
// aws:PrincipalAccount, the account in a resource's ARN is its owner, a tag of the request is among
// aws:TagKeys. A verdict does not rest on this, because what AWS documents of it has exceptions (a
// service that forwards a call, for one); a witness is looked for without contradictions, and one
// that has some says so. Nor does it rest on what AWS lists of an action (access/listed.h), which
// has errors. Source: "AWS global condition context keys" in the IAM User Guide.
//
// Example: `aws:PrincipalArn` is `arn:aws:iam::111122223333:role/a` and `aws:PrincipalAccount`
// `444455556666`: every request has these two from the same caller.

#pragma once

#include "access/verdict.h"

#include <span>
#include <string>
#include <vector>

namespace polhist::access {

struct Contradiction {
    std::string text;
    std::vector<std::string> keys; // folded, those that it is about

    // Whether the resource or the caller is part of it.
    bool of_resource = false;
    bool of_caller = false;
    bool of_action = false; // what AWS lists of the action is
};

// All contradictions of a request. `missing`: keys, as spelt, that it must not have.
std::vector<Contradiction> contradictions_of(const Request& request,
                                             std::span<const std::string> missing);

// Whether AWS puts a key, by its folded name, into a request whatever else that is. What it says of
// the account and type of a caller is not taken to be about services and identity providers.
bool is_always_there(std::string_view key, const Request& request);

// Whether the value of a key is the number of an account.
bool is_account_key(std::string_view folded);

} // namespace polhist::access
