// Places that readers of the history have come to: references `refs/polhist/delivered/NAME`.

#pragma once

#include "store/store.h"

#include <string>

namespace polhist::store {

// The commit a cursor is at, 40 hexadecimal digits; empty where there is none. `name` is two words
// of ASCII letters, digits, `-` and `_` with a slash between them.
Result<std::string> cursor_at(const Store& store, const std::string& name);

// Moves a cursor from `before` (empty: it must not exist) to `after`. One that is elsewhere is an
// error. Success means that it is on disk and was read back.
Result<void> move_cursor(Store& store,
                         const std::string& name,
                         const std::string& before,
                         const std::string& after);

// Takes a cursor away, if it is there.
Result<void> drop_cursor(Store& store, const std::string& name);

} // namespace polhist::store
