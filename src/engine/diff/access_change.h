// What each statement newly allows or denies: all of it, and a request as proof.
//
// A witness (access/verdict.h) is one request of perhaps many. What else its statement brought is
// in the grants that came with it and that the other document did not cover: every request that the
// statement newly allows is one of theirs. Where only a Deny came or went, it is in the actions
// that the Deny and the Allow share.

#pragma once

#include "diff/difference.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace polhist::diff {

// From old to new. The first two widen access, the others narrow it.
enum class AccessMove { now_allowed, no_longer_denied, no_longer_allowed, now_denied };

std::string_view name_of(AccessMove move); // `now allowed`

bool widens(AccessMove move);

// The document whose statement a witness of it names, and the other, of which the Deny is beside
// it.
access::Side side_of(AccessMove move);
access::Side side_across(AccessMove move);

// The witnesses of each move, in the order of the moves.
std::array<std::pair<AccessMove, const std::vector<access::Witness>*>, 4>
witnesses_by_move(const access::Access& access);

// What was not decided, of what is allowed and of what is denied, none twice.
std::vector<const access::Doubt*> doubts_of(const access::Access& access);

// Grants that came (or went) and were not covered. `partly` are those whose action and resource the
// other document has with other principals or conditions: only a part of them is new (or gone).
struct Brought {
    std::vector<const Change*> grants;
    std::vector<const Change*> partly;

    [[nodiscard]] bool empty() const { return grants.empty() && partly.empty(); }
};

// All that a difference brought or took of one move. Views of the difference.
Brought brought_by(const Difference& difference, AccessMove move);

// `brought` is of the statement that the witness names. Where it is empty, `actions` are what the
// statement shares with the Deny that came or went. Both are empty where only the request is known.
// Views of the difference.
struct AccessChange {
    AccessMove move;
    const access::Witness* witness;
    Brought brought;
    std::vector<std::string> actions;

    // Whether an example would tell nothing more: one action and principal, one resource or all,
    // and no conditions.
    [[nodiscard]] bool is_whole() const;
};

// One for each witness, by move, then by statement.
std::vector<AccessChange> access_changes(const Difference& difference);

// The actions of a change, each once; none where only the request tells, or all but some changed.
std::vector<std::string> actions_of(const AccessChange& change);

} // namespace polhist::diff
