// What is known of a policy already, so that a source need not bring it again (FetchOptions).

#pragma once

#include "store/store.h"
#include "timeline/history.h"

#include <vector>

namespace polhist::watch {

// The versions of a policy of exactly this scope and name whose documents a store or an archive
// has. What cannot be read is not known.
std::vector<timeline::VersionClaim> known_versions(const store::Store& store,
                                                   const timeline::PolicyKey& policy);
std::vector<timeline::VersionClaim> known_versions(const timeline::Archive& archive,
                                                   const timeline::PolicyKey& policy);

} // namespace polhist::watch
