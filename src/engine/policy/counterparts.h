// Which statements of two documents say the same besides their actions.
//
// Between two versions of a policy most statements stay, and of those that changed most have the
// same rest (effect, resources, principals and conditions) and some other actions. This is found
// once for a pair of documents, so that the work on it can keep to what differs.

#pragma once

#include "policy/document.h"

#include <cstdint>
#include <vector>

namespace polhist::policy {

// Whether two statements differ at most in their Sid and actions (operators and keys of conditions
// compared without letter case).
bool same_rest(const Statement& left, const Statement& right);

// What one statement has in the other document.
struct Counterpart {
    // Statements of the same rest, in order. At most eight: real documents have one, and all of
    // very many are not worth a look at each.
    std::vector<const Statement*> like;

    // The positions of its actions that none of these has. A NotAction has one place, UINT32_MAX,
    // as long as none of these has the same list.
    std::vector<std::uint32_t> left;
};

// Both documents must stay. Costs a look at all of both.
struct Counterparts {
    Counterparts(const Document& before, const Document& after);

    std::vector<Counterpart> before; // by position of the statement
    std::vector<Counterpart> after;
};

} // namespace polhist::policy
