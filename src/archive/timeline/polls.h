// Polls of sources that say no time, among polls that are known.

#pragma once

#include "timeline/claim.h"

#include <span>

namespace polhist::timeline {

// Drops polls without a stated time whose source is, byte for byte, as it was observed last, with
// their observations; moves the others behind all that is known of their observer, whatever clocks
// say.
void fit_in(Claims& claims, std::span<const Poll> known);

} // namespace polhist::timeline
