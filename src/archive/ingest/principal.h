// What an account dump says of a user, a group or a role, beside its documents.
// Source: "GetAccountAuthorizationDetails" in the IAM API Reference.

#pragma once

#include "ingest/entry.h"

namespace polhist::ingest {

// Reads the attachments, groups and boundary of an entry, and the names of its inline policies,
// which stand in its list `inline_list`; a list that is left out is empty. Who observed it and when
// is left open. Anything of another type than AWS gives it is an error.
Result<timeline::PrincipalObservation> read_principal(const json::Value& entry,
                                                      std::string_view type, // `role`
                                                      std::string_view inline_list,
                                                      const Named& named,
                                                      Complaints& complaints);

} // namespace polhist::ingest
