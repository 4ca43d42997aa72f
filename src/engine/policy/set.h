// A policy set: all documents that decide what one principal may do.
//
// Every layer that is present must allow a request, and no document may deny it. A layer allows
// what some document of it does. A layer that is absent allows everything; one that is present and
// empty allows nothing. Sources: "Policy evaluation logic", "Permissions boundaries" and
// "Cross-account policy evaluation logic" in the IAM User Guide; "SCP evaluation" and "RCP
// evaluation" in the AWS Organizations User Guide.

#pragma once

#include "policy/document.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::policy {

using Documents = std::vector<std::shared_ptr<const Document>>;

struct PolicySet {
    Documents identity; // managed policies, inline policies, those of groups
    std::shared_ptr<const Document> boundary;
    std::optional<Documents> session;
    std::vector<Documents> scp; // by level from the root; none: no SCP binds the principal
    std::vector<Documents> rcp; // likewise; each level has RCPFullAWSAccess besides
    std::shared_ptr<const Document> resource;
    std::optional<std::string> principal; // the caller, by its ARN; a role: any session of it
    bool cross_account = false;           // the resource is of another account than the principal
};

enum class LayerKind { identity, boundary, session, scp, rcp, resource };

std::string_view name_of(LayerKind kind); // `identity`

// A document as the only identity policy.
PolicySet set_of(std::shared_ptr<const Document> document);

} // namespace polhist::policy
