// The documented updates and prose against the documents, for a whole archive.

#pragma once

#include "core/error.h"
#include "ledger/audit.h"

#include <span>
#include <string>
#include <vector>

namespace polhist::answers {

// What ledger::audit finds about these policies (names or ARNs; none: all that the archive has).
Result<std::vector<ledger::Finding>> audit(const timeline::Archive& archive,
                                           std::span<const ledger::Ledger> ledgers,
                                           std::span<const std::string> policies);

} // namespace polhist::answers
