// Identity providers whose customers share an issuer, and the claims that name a customer.
//
// Everybody can have a token of such an issuer, so a trust policy names somebody only by a claim
// that strangers cannot have: GitHub signs `repo:octo-org/app:ref:refs/heads/main` for octo-org
// alone, but an `aud` of sts.amazonaws.com for everybody. The text of a value up to its first
// wildcard has to hold the customer's whole name: `repo:octo-org/*` does, `repo:octo*` is
// octopus's as well, and `ref:refs/heads/main` names a branch that everybody may have.
//
// CircleCI and Bitbucket have an issuer for each organization. A claim is asked for all the same:
// without one, whoever has a build run there is let in. Sources: "Identity-provider controls for
// shared OIDC providers" in the IAM User Guide, and each provider's documentation of its tokens.

#pragma once

#include <string_view>

namespace polhist::access {

// Whether a federated principal, as an ARN or a bare name, is a provider that customers share.
bool is_shared_issuer(std::string_view principal);

// Whether a condition key, folded, is a claim of such a provider that may name a customer.
bool is_tenant_claim(std::string_view key);

// Whether a value of that claim names a customer. `fixed` is what stands before its first
// wildcard: all of it where it has none.
bool names_tenant(std::string_view key, std::string_view value, std::string_view fixed);

// Whether a federated principal is one that customers share and that names the customer in
// sts:RoleSessionName, which with others the caller chooses.
bool names_tenant_by_session(std::string_view principal);

} // namespace polhist::access
