// What came to a store since one of its commits. Only trees that differ are read, so it costs what
// differs, not what the store holds.

#pragma once

#include "store/store.h"

#include <functional>
#include <optional>
#include <string_view>

namespace polhist::store {

struct Changes {
    std::vector<PolicyKey> policies; // with new claims or forms, or listed by a new poll
    bool pages = false;              // a page says something new
    bool polls = false;              // an observer looked
};

// Nothing where the commit cannot be read, or something of it is gone, which a store that only
// grows does not do.
std::optional<Changes> changes_since(const Store& store, std::string_view commit);

// Calls `use` with the claims then and now for each policy whose claims differ between a commit (40
// hexadecimal digits; empty: an empty store) and the newest one, forms without their bytes. A
// commit that cannot be read is an error, and so is the first of `use`.
Result<void> each_change(
    const Store& store,
    std::string_view commit,
    const std::function<Result<void>(const PolicyKey& policy, Claims then, Claims now)>& use);

} // namespace polhist::store
