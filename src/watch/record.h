// Recording a look in the store.

#pragma once

#include "watch/look.h"

namespace polhist::watch {

// Records the claims of a look, in one commit. Forms of documents that the store has already, byte
// for byte, are left out.
Result<store::Recorded>
record(store::Store& store, timeline::Claims claims, const std::string& message);

} // namespace polhist::watch
