// Comparing documents of which pieces are not known yet.
//
// A statement with a condition of the operator `Unresolved` is one that nobody can judge: it
// applies to some of the requests that it would apply to without that condition, or to none. Where
// both documents have the same, it is the same in both. So what is equivalent, and what is
// gained, lost or denied out of reach of such statements, can still be proven; the rest is doubt.
// A doubt says of which direction it is, so `overall` may be known where `verdict` is not.

#pragma once

#include "access/compare.h"

namespace polhist::access {

inline constexpr std::string_view unresolved_operator = "Unresolved";

// Whether a document has such statements.
bool has_unresolved(const policy::Document& document);

// The verdicts; their statements are those of the documents given. `budget` as for Comparison.
Access compare_unresolved(const policy::Document& before,
                          const policy::Document& after,
                          std::size_t budget);

} // namespace polhist::access
