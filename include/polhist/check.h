// Questions to ask of a document before it is put in place.
//
// A check passes only when that is proven: what was not decided is a reason to fail. The checks
// answer what the custom policy checks of IAM Access Analyzer answer. Sources: "CheckNoNewAccess",
// "CheckAccessNotGranted" and "CheckNoPublicAccess" in the IAM Access Analyzer API Reference.
//
// Example:
//     const auto check = check_access_not_granted(*document, {{"iam:PassRole"}, {}});
//     if (check && !check->passed()) { … check->reasons.front().request … }

#pragma once

#include <polhist/compare.h>

#include <optional>
#include <string>
#include <vector>

namespace polhist::api {

// Why a check did not pass: a request that should not be allowed, or what was not decided.
struct Reason {
    std::optional<StatementReference> statement{}; // that allows it; of the document checked
    bool of_reference = false;                     // `statement` is one of the reference
    std::optional<Request> request{};              // none where it was not decided
    std::optional<StatementReference> because{};   // the Deny of the reference that held it back
    std::vector<std::string> absent{};             // as of Witness
    Via via = Via::nothing;
    std::string note{};
    bool denial = false; // `statement`, of the reference, denied the request, and nothing does now
    std::string doubt{}; // why it was not decided
};

// The outcome of a check, with all reasons against it.
struct CheckResult {
    std::vector<Reason> reasons{};

    [[nodiscard]] bool passed() const { return reasons.empty(); }
};

// Whether `changed` allows no request that `reference` does not, whatever other documents stand
// beside them. What it allows no longer is no reason to fail.
POLHIST_API CheckResult check_no_new_access(const Document& reference,
                                            const Document& changed,
                                            std::size_t budget = usual_budget);

// Patterns as in Action and Resource. An empty list stands for all; one of both must name some.
struct AccessPatterns {
    std::vector<std::string> actions{};
    std::vector<std::string> resources{};
};

// Whether `document` allows none of the actions on any of the resources, to anybody, under any
// condition.
// Error: invalid_question, for patterns that no request can match.
POLHIST_API Result<CheckResult> check_access_not_granted(const Document& document,
                                                         const AccessPatterns& patterns,
                                                         std::size_t budget = usual_budget);

// Whether `document`, a resource or trust policy, allows nothing to strangers: callers that it
// names neither as principals nor by a fixed value of a key that they cannot choose, such as
// aws:PrincipalOrgID.
// Error: invalid_question, for a document with a statement that names no principal.
POLHIST_API Result<CheckResult> check_no_public_access(const Document& document,
                                                       std::size_t budget = usual_budget);

} // namespace polhist::api
