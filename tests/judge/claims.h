// The words of the engine, held against its own lists and against what was seen.

#pragma once

#include "judge/finding.h"
#include "judge/order.h"
#include "judge/question.h"

namespace polhist::judge {

// Whether each verdict says what its lists hold.
void check_words(const access::Access& access, Findings& findings);

// Whether the overall verdict is that of the order.
void check_overall(const access::Access& access, const Order& order, Findings& findings);

// Whether some witness is of a statement that differs from rule `index` in actions at most: of
// those that give the same, one is told.
bool is_told(const std::vector<access::Witness>& told,
             const std::vector<Rule>& rules,
             std::size_t index);

} // namespace polhist::judge
