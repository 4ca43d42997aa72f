// Which users, groups and roles there are, and what is attached to them.

#pragma once

#include "answers/horizon.h"
#include "timeline/principals.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace polhist::answers {

struct ListedPrincipal {
    const timeline::PrincipalHistory* history = nullptr;
    const timeline::PrincipalObservation* facts = nullptr; // of the state that counts
    timeline::PrincipalHistory::Span span;                 // when it was there
};

// An account, and when it was looked at.
struct LookedAtAccount {
    std::string account;
    Instant first;
    Instant last;
};

struct PrincipalListing {
    std::vector<ListedPrincipal> principals; // by account and name; views of the histories
    Horizon horizon;
    std::vector<LookedAtAccount> accounts; // that were asked about, by number
    std::vector<std::string> unknown;      // those of them that were looked at only later
    bool policy_is_known = true;           // somebody once had the policy that was asked for
};

struct PrincipalFilter {
    std::optional<Instant> at; // as of then; none: now
    std::string account;       // its number; empty: all
    std::string policy;        // an ARN, or the name of a managed or inline policy; empty: all
};

// Those that are there. A policy counts for whom it is attached to, who has it inline, whose
// boundary it is, and for users whose groups have it at that time.
PrincipalListing list_principals(std::span<const timeline::PrincipalHistory> histories,
                                 const PrincipalFilter& filter);

} // namespace polhist::answers
