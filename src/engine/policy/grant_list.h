// Grants of many statements put in order.

#pragma once

#include "policy/grant.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace polhist::policy {

// The grants that are added, statement by statement, sorted by `compare`. Of those that several
// statements give, the first that was added counts. Costs n log n with their number at most.
class GrantList {
public:
    // All grants of a statement.
    void add(const Statement& statement);

    // Those of some of its actions, told by their positions in order; of a NotAction by
    // Grant::whole.
    void add(const Statement& statement, std::span<const std::uint32_t> actions);

    // Each grant once, sorted; the list is empty then.
    std::vector<Grant> take();

private:
    void add(const Statement& statement, std::uint32_t action);
    void merge();

    std::vector<Grant> grants_;
    std::vector<std::ptrdiff_t> ends_{0}; // of the grants of each statement, which are sorted
};

} // namespace polhist::policy
