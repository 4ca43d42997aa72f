// A request: what a principal asks to do.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace polhist::api {

// `AWS` and an ARN, an account number or `*`, who is anonymous; `Service` and its name; `Federated`
// and the provider; `CanonicalUser` and the id.
struct Principal {
    std::string kind = "AWS";
    std::string value;

    bool operator==(const Principal&) const = default;
};

// The names of condition keys mean the same in any letter case. In a request that you ask about, a
// key with an empty list is absent.
//
// AWS puts some keys into each request: aws:PrincipalArn, aws:PrincipalAccount and
// aws:PrincipalType follow from the principal, aws:ResourceAccount from the account of the
// resource's ARN. Where the context does not give them they are added. Source: "AWS global
// condition context keys" in the IAM User Guide.
struct Request {
    std::string action;         // `s3:GetObject`
    std::string resource = "*"; // one ARN; `*` for an action without a resource
    std::map<std::string, std::vector<std::string>> context{};
    std::optional<Principal> principal{}; // needed where a statement names one
};

} // namespace polhist::api
