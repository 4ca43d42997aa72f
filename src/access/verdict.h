// Whether a new document allows requests that an old one did not, and the reverse.

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

// A request allowed by one document and not by the other, and the Allow that gives (or gave) it.
struct Witness {
    const policy::Statement* statement = nullptr;
    Request request;
    const policy::Statement* because = nullptr; // a Deny of the other document that held it back
    bool star_crosses_colon = false;            // it takes a `*` that runs past a `:` of the ARN
};

// Why the verdict could not be proven.
struct Doubt {
    Side side = Side::after;
    const policy::Statement* statement = nullptr;
    std::string reason;
};

// `gained` is allowed by new and not by old, `lost` the other way round; both are empty, or say
// all, for a verdict that was proven. `doubts` is empty unless the verdict is undecided.
struct Access {
    Verdict verdict = Verdict::undecided;
    std::vector<Witness> gained;
    std::vector<Witness> lost;
    std::vector<Doubt> doubts;
};

} // namespace polhist::access
