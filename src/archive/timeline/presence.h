// When a policy was there, and how far that is known: rule 6 of timeline/derive.h.
//
// An account lists policies of four kinds: `managed` ones, and those that stand in a `user`, a
// `group` or a `role`, which are named `role/NAME/inline/POLICY`.

#pragma once

#include "timeline/history.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::timeline {

// The kind of a policy in an account, by its name.
std::string_view kind_in_account(std::string_view name);

// A time in which a policy was gone.
struct Withdrawal {
    Instant since;                // when it was found to be gone
    std::optional<Instant> until; // when it was there again; none: never since
    std::string back;             // the version that was observed then; empty: none was
    std::string document;         // of that version
    std::optional<Instant> created;
};

// Those of one policy, oldest first. What finds it gone before it was ever there says nothing; of
// an instant at which one observer finds it and another does not, it was there.
std::vector<Withdrawal> withdrawals_of(const PolicyKey& policy,
                                       std::span<const Version> versions,
                                       const Claims& claims,
                                       std::span<const Poll> polls);

// The newest observation that the history of a policy rests on: what was observed of it, polls of
// who observed it or of its account, and creations.
std::optional<Instant> known_until(const PolicyKey& policy,
                                   std::span<const Version> versions,
                                   const Claims& claims,
                                   std::span<const Poll> polls);

// The time before the first state of a policy in which it was there: from its own creation, or
// since nobody knows when where its first version has a number above 1 or somebody found it without
// a document. Nothing where it has versions but no state: when they were in force nobody knows.
std::optional<UnknownTime> unknown_time(std::span<const Version> versions,
                                        std::span<const State> states,
                                        const Claims& claims);

} // namespace polhist::timeline
