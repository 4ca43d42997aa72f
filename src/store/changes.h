// What came to a store since one of its commits.

#pragma once

#include "store/store.h"

#include <functional>
#include <string_view>

namespace polhist::store {

// Calls `use` with the claims then and now for each policy whose claims differ between a commit (40
// hexadecimal digits; empty: an empty store) and the newest one, forms without their bytes. Costs
// what differs, not what the store holds. A commit that cannot be read is an error, and so is the
// first of `use`.
Result<void> each_change(
    const Store& store,
    std::string_view commit,
    const std::function<Result<void>(const PolicyKey& policy, Claims then, Claims now)>& use);

} // namespace polhist::store
