// Bringing the index of a store up to date.

#pragma once

#include "store/store.h"

#include <cstddef>
#include <string>

namespace polhist::cli {

// Refreshes the index of an opened store at a path (index/refresh.h). A store is as good without
// one, so what goes wrong stays unsaid.
void refresh_index(const store::Store& store, const std::string& path, std::size_t most = SIZE_MAX);

} // namespace polhist::cli
