// Names of actions that nothing knows: probably misspelt.

#pragma once

#include "core/error.h"
#include "policy/document.h"

#include <string>
#include <vector>

namespace polhist::answers {

// An error that names near misses where an action or pattern of these takes in no action that AWS
// ever listed, and none that a document spells out.
Result<void> check_actions(const std::vector<std::string>& actions,
                           const policy::Document& document);

} // namespace polhist::answers
