// Recording a look in the store.

#pragma once

#include "drift/look.h"

namespace polhist::drift {

// Records the claims of a look, in one commit. Forms of documents that the store has already, byte
// for byte, are left out.
Result<store::Recorded>
record(store::Store& store, timeline::Claims claims, const std::string& message);

} // namespace polhist::drift
