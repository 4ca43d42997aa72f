// What prose says of a policy against the document it speaks of.
//
// Looked at are the names prose claims the document to have (wording.h), the tag it requires of
// all of a service's actions, and what the document allows that the section on the action's
// service passes over (mention.h). Prose without sections is only held to its names.

#pragma once

#include "ledger/audit.h"

namespace polhist::ledger {

// In no particular order, and a term that stands in two paragraphs is found twice. `names` are
// policies, of which prose may speak.
std::vector<Finding> audit_claims(const Prose& prose,
                                  const policy::Document& document,
                                  const std::vector<std::string_view>& names);

} // namespace polhist::ledger
