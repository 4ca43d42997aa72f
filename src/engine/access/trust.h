// Whom a resource policy trusts: those that it names, and nobody else can be.
//
// A principal is named as such, or by a condition key whose value the caller cannot choose: the
// organization, account, network or endpoint it comes from. A value names somebody only if it is
// fixed: no wildcard and no variable in it, or, where one part of it says who owns the rest (the
// account of an ARN, the organization of a path), none in that part. Addresses name somebody from
// /8 (IPv4) and /32 (IPv6) on; an identity provider that customers share (GitHub, Google) only
// together with a claim that names the customer: see shared_issuer.h. Sources: "Blocking public
// access to your Amazon S3 storage" (The meaning of "public") in the Amazon S3 User Guide; "AWS
// global condition context keys" in the IAM User Guide.

#pragma once

#include "policy/document.h"

#include <vector>

namespace polhist::access {

// The document with every name in a Principal of an Allow that has a wildcard read as everybody.
// AWS refuses most of them (`arn:aws:iam::*:root`), and a check does not rely on it.
policy::Document with_wildcards_as_everybody(policy::Document document);

// Statements that deny everything to all whom `document` trusts. They are numbered on from its own.
std::vector<policy::Statement> denials_of_trusted(const policy::Document& document);

} // namespace polhist::access
