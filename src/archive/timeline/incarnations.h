// The versions that are believed of a policy, from the claims of them: rules 1, 2 and 7 of
// timeline/derive.h.

#pragma once

#include "timeline/history.h"

namespace polhist::timeline {

// The number in `v13`; 0 for other ids.
unsigned number_of(std::string_view id);

// The order of History::versions: by number, creation, id and document.
bool comes_before(const Version& left, const Version& right);

// Versions in that order; their `seen`, `blob` and `json` are not filled in.
std::vector<Version> believed_versions(const Claims& claims);

// The version that a claim of an id, a document and a creation is about; nothing where none fits.
// `at`: when somebody saw it, where that is known.
std::optional<std::size_t> position_of(const std::vector<Version>& versions,
                                       std::string_view id,
                                       std::string_view document,
                                       std::optional<Instant> created,
                                       std::optional<Instant> at);

} // namespace polhist::timeline
