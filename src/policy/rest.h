// What a statement says besides its actions: its effect, resources, principals and conditions.
//
// Between two versions of a policy most statements stay, and of those that changed most have the
// same rest and some other actions. Statements of one rest are quick to find, so that work on two
// documents can keep to what differs.

#pragma once

#include "policy/document.h"

#include <cstdint>
#include <vector>

namespace polhist::policy {

// Whether two statements differ at most in their Sid and actions (operators and keys of conditions
// compared without letter case).
bool same_rest(const Statement& left, const Statement& right);

// Whether they differ at most in their Sid: the same actions too, without letter case.
bool same_statement(const Statement& left, const Statement& right);

// The statements of a document by their rests. Costs a look at all of it but its actions; the
// document must stay.
class Rests {
public:
    explicit Rests(const Document& document);

    // Statements of the rest of `statement` (of any document), in order. At most eight of them:
    // real documents have one, and all of very many are not worth a look at each.
    [[nodiscard]] std::vector<const Statement*> like(const Statement& statement) const;

    // The first of them; null where there is none.
    [[nodiscard]] const Statement* first_like(const Statement& statement) const;

private:
    struct Entry {
        std::uint64_t hash;
        const Statement* statement;
    };

    std::vector<Entry> entries_; // sorted by hash
};

} // namespace polhist::policy
