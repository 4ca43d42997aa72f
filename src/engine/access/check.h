// Questions that a pipeline asks of a document before it is put in place.
//
// Each is a comparison (access/compare.h). Whether a document grants some access is whether it
// still allows anything once all other access is denied; whether it is public, whether it does once
// all who are trusted (access/trust.h) are denied. A check passes only when that is proven: what
// was not decided is a reason to fail.
//
// They answer what the custom policy checks of IAM Access Analyzer answer. Sources:
// "CheckNoNewAccess", "CheckAccessNotGranted" and "CheckNoPublicAccess" in the IAM Access Analyzer
// API Reference.

#pragma once

#include "access/compare.h"

#include <string>
#include <string_view>
#include <vector>

namespace polhist::access {

enum class Check { no_new_access, access_not_granted, no_public_access };

std::string_view name_of(Check check); // `no-new-access`

// Why a check did not pass: a request that should not be allowed, and the Allow that allows it; or
// what was not decided.
struct Reason {
    const policy::Statement* statement = nullptr; // of the document that was checked
    std::optional<Request> request;               // none where it was not decided
    const policy::Statement* because = nullptr;   // the Deny of the reference that held it back
    std::vector<std::string> absent{};            // as in Witness
    Via via = Via::nothing;
    std::string note{};
    bool denial = false;       // the request is no longer denied: the statement denied it
    bool of_reference = false; // the statement is one of the reference
    std::string doubt;         // why it was not decided
};

// Passed where there is no reason. The documents must stay.
struct Checked {
    Check check;
    std::vector<Reason> reasons;

    [[nodiscard]] bool passed() const { return reasons.empty(); }
};

// Whether `changed` allows no request that `reference` does not.
Checked check_no_new_access(const policy::Document& reference,
                            const policy::Document& changed,
                            std::size_t budget = usual_budget);

// Patterns as in Action and Resource. An empty list stands for all.
struct AccessPatterns {
    std::vector<std::string> actions;
    std::vector<std::string> resources;
};

// Whether `document` allows none of the actions on any of the resources, to anybody, under any
// condition.
Checked check_access_not_granted(const policy::Document& document,
                                 const AccessPatterns& patterns,
                                 std::size_t budget = usual_budget);

// Whether there is any request at all for these patterns. A check of such that match nothing would
// pass whatever the document says.
bool can_match(const AccessPatterns& patterns);

// Whether an action pattern can match anything: as the reader of documents has it, and more. A name
// with a character that no action has in it would never be granted.
bool is_action_pattern(std::string_view text);

// Why patterns make no sensible question; `pattern` is the one at fault, empty where none is named.
enum class PatternFault { nothing, none_named, no_action, no_resource, matches_nothing };

struct FaultyPattern {
    PatternFault fault = PatternFault::nothing;
    std::string pattern;
};

// The first thing wrong with patterns.
FaultyPattern fault_of(const AccessPatterns& patterns);

// The first statement without a principal: a document with one is no resource or trust policy, and
// cannot be asked whether it is public.
const policy::Statement* without_principal(const policy::Document& document);

// Whether `document`, a resource or trust policy, allows nothing to strangers.
Checked check_no_public_access(const policy::Document& document, std::size_t budget = usual_budget);

} // namespace polhist::access
