// Whether a new document allows requests that an old one did not, and the reverse; and the same for
// what they deny.

#pragma once

#include "policy/document.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::access {

// Of new against old: `broader` allows all that was allowed and more; `mixed` allows something
// that was not and no longer something that was; `undecided` is what no proof was found for.
enum class Verdict { equivalent, broader, narrower, mixed, undecided };

std::string_view name_of(Verdict verdict);
std::optional<Verdict> parse_verdict(std::string_view name);

// Whether a verdict is one that a level means: its name, where `broader` and `narrower` include
// `mixed` and `undecided`, because both may hide one, or `any`, which is all but `equivalent`.
bool is_meant_by(std::string_view level, Verdict verdict);

// What a principal asks to do. `context` maps a condition key to its values.
struct Request {
    std::string action;
    std::string resource;
    std::map<std::string, std::vector<std::string>> context;
    std::optional<policy::Principal> principal; // only where a statement names one
};

enum class Side { before, after };

std::string_view name_of(Side side); // `old`, `new`

// What a witness takes that not everybody would call a request.
enum class Via {
    nothing,
    star_crosses_colon, // a `*` that runs past a `:` of the ARN
    account_not_listed, // a caller that a NotPrincipal lists without all links of its chain
    impossible_request, // facts that contradict each other: no real request has them all
};

std::string_view name_of(Via via); // `star-crosses-colon`; empty for nothing

// A request that one document allows (or denies) and the other does not, and the Allow (or Deny)
// that does it.
struct Witness {
    const policy::Statement* statement = nullptr;
    Request request;
    const policy::Statement* because = nullptr; // a Deny of the other document that held it back
    std::vector<std::string> absent{};          // keys that must be missing, as spelt, sorted
    Via via = Via::nothing;
    std::string note{};                   // which facts contradict each other
    std::optional<std::size_t> lacking{}; // of sets: the layer of the other that does not allow it
};

// Why the verdict could not be proven. `direction` is the side that may have what the other has
// not; none where it may be either.
struct Doubt {
    Side side = Side::after; // whose statement it is
    const policy::Statement* statement = nullptr;
    std::string reason;
    std::optional<Side> direction{};
};

// How what is denied changed, of new against old.
enum class DenialVerdict { same, more, less, mixed, undecided };

std::string_view name_of(DenialVerdict verdict);

// `more` is denied by new and not by old, with the Deny of new; `less` the other way round, with
// the Deny of old.
struct Denials {
    DenialVerdict verdict = DenialVerdict::same;
    std::vector<Witness> more;
    std::vector<Witness> less;
    std::vector<Doubt> doubts;
};

// `gained` is allowed by new and not by old, `lost` the other way round; both are empty, or say
// all, for a verdict that was proven. `doubts` is empty unless the verdict is undecided.
//
// `verdict` is about each document on its own. `overall` is the order that holds whatever other
// documents stand beside it: new is at most old exactly when old denies nothing that new does not,
// and new allows nothing that no Allow of old matches. Given the first, the second is that nothing
// is gained. So new is at most old when `gained` and `denies.less` are empty, old at most new when
// `lost` and `denies.more` are. Example: an Allow and the Deny that held it back both go. Alone the
// documents allow the same; beside another that allows the action, new gives more: `broader`.
struct Access {
    Verdict verdict = Verdict::undecided;
    std::vector<Witness> gained;
    std::vector<Witness> lost;
    std::vector<Doubt> doubts;
    Denials denies;
    Verdict overall = Verdict::undecided;
};

// Sets the three verdicts of an access by what its lists hold.
void conclude(Access& access);

} // namespace polhist::access
