// Whether a new document, or policy set, allows requests that an old one did not, with such
// requests as proof.
//
// The comparison is exact: a verdict other than `undecided` is proven, and each request shown was
// confirmed by evaluation. Rules of AWS that it follows: "Policy evaluation logic" and "IAM JSON
// policy elements reference" in the IAM User Guide.
//
// Example:
//     const Comparison comparison = compare(*before, *after);
//     for (const Witness& witness : comparison.gained) {
//         std::cout << witness.request.action << ' ' << witness.request.resource << '\n';
//     }

#pragma once

#include <polhist/document.h>
#include <polhist/request.h>
#include <polhist/set.h>
#include <polhist/statement.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::api {

// What a comparison may cost, in units of work. The usual budget takes well under a second. A
// comparison whose budget is spent is undecided; equal inputs and budgets give equal answers.
inline constexpr std::size_t usual_budget = 20'000'000;

// Of new against old. `broader`: all that was allowed and more. `mixed`: something new, and
// something no longer.
enum class Verdict : std::uint8_t { equivalent, broader, narrower, mixed, undecided };

// `equivalent`.
POLHIST_API std::string_view name_of(Verdict verdict);

// How what is denied changed, of new against old.
enum class DenialVerdict : std::uint8_t { same, more, less, mixed, undecided };

// `same`.
POLHIST_API std::string_view name_of(DenialVerdict verdict);

enum class Side : std::uint8_t { before, after };

// `old`, `new`.
POLHIST_API std::string_view name_of(Side side);

// What a witness takes that not everybody would call a request.
enum class Via : std::uint8_t {
    nothing,
    star_crosses_colon, // a `*` that runs past a `:` of the ARN, as it does for AWS
    account_not_listed, // a caller that a NotPrincipal lists, but not its account
    impossible_request, // facts that contradict each other: no real request has them all
};

// `star-crosses-colon`; empty for nothing.
POLHIST_API std::string_view name_of(Via via);

// A request that one side allows (or denies) and the other does not.
struct Witness {
    StatementReference statement{};              // the Allow (or Deny) that does it
    Request request{};                           // whole: context and principal included
    std::optional<StatementReference> because{}; // the Deny of the other side that holds it back
    std::optional<Layer> lacking{};    // of sets: the layer of the other that does not allow it
    std::vector<std::string> absent{}; // condition keys that the request must not have, sorted
    Via via = Via::nothing;
    std::string note{}; // of an impossible request: which facts contradict each other
};

// Why a question was not decided.
struct Doubt {
    Side side = Side::after; // whose statement it is
    StatementReference statement{};
    std::string reason{};
    std::optional<Side> direction{}; // the side that may allow more; none: either
};

// `more` is denied by new and not by old, `less` the other way round.
struct Denials {
    DenialVerdict verdict = DenialVerdict::same;
    std::vector<Witness> more{};
    std::vector<Witness> less{};
    std::vector<Doubt> doubts{};
};

// `gained` is allowed by new and not by old, `lost` the other way round: one witness for each Allow
// that gives something, in the order of statements.
//
// `verdict` is about each document alone. `overall` holds whatever other documents stand beside it.
// Example: an Allow and the Deny that held it back both go. Alone the documents allow the same.
// Beside another document that allows the action, new gives more: `overall` is `broader`.
struct Comparison {
    Verdict verdict = Verdict::undecided;
    Verdict overall = Verdict::undecided; // of sets the same as `verdict`
    std::vector<Witness> gained{};
    std::vector<Witness> lost{};
    std::vector<Doubt> doubts{};     // empty unless `verdict` is undecided
    std::optional<Denials> denies{}; // none for sets, whose denials are part of what they allow
};

// Compares two documents. It cannot fail.
POLHIST_API Comparison compare(const Document& before,
                               const Document& after,
                               std::size_t budget = usual_budget);

// Compares what two policy sets allow. Both must be of the same principal, or of none.
// Error: invalid_set, where they are of two.
POLHIST_API Result<Comparison>
compare(const PolicySet& before, const PolicySet& after, std::size_t budget = usual_budget);

} // namespace polhist::api
