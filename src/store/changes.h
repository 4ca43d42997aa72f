// What changed in a store since an older commit of it. Only trees that differ are read.

#pragma once

#include "store/store.h"

#include <optional>

namespace polhist::store {

struct Changes {
    std::vector<PolicyKey> policies; // with new claims or forms
    bool pages = false;              // a page says something new
};

// Nothing where the commit cannot be read, or something of it is gone, which a store that only
// grows does not do.
std::optional<Changes> changes_since(const Store& store, std::string_view commit);

} // namespace polhist::store
