// Whether a document allows some access, and whether only under conditions.
//
// A question is about requests: for any of the actions that its pattern takes in, on any of the
// resources that its pattern takes in (all, where there is none), with the given values for some
// condition keys. Other keys may have any values or none.
//
// - no: no such request is allowed.
// - always: for some action and resource, the request is allowed whatever the values of the other
//   keys. It names the Allow that shows it.
// - conditional: some request is allowed, but none was shown to be allowed always. Conditions of an
//   Allow, conditions of a Deny that could hold, and `${…}` in the Resource of an Allow all make
//   access conditional; a condition that a given value satisfies, or a Deny that cannot reach all
//   resources, does not. For one action and resource it is exact, save for the budget; for patterns
//   a request that is always allowed, but only by the conditions of several statements together,
//   may not be found: access is then called conditional.
// - undecided: neither a request was found nor proven that there is none. It is never the same as
//   no: whoever asks must take it as perhaps.
//
// Every request is one that access/compare.h found, so it is confirmed by the evaluator.

#pragma once

#include "access/compare.h"
#include "access/given.h"

#include <optional>
#include <string>
#include <string_view>

namespace polhist::access {

struct Question {
    std::string action;                  // a pattern: `ssm:SendCommand`, `ssm:*`
    std::optional<std::string> resource; // a pattern; nothing: any resource
    Given given;
};

enum class Permitted { no, always, conditional, undecided };

// `statement` is the number, in the document, of the Allow that gives the request; where nothing
// was decided, of the statement in doubt.
struct Permission {
    Permitted permitted = Permitted::no;
    std::optional<std::size_t> statement;
    std::optional<Request> request;
    std::string doubt; // why it is undecided
};

// Whether two action patterns have an action in common; at least that, for ones with wildcards.
bool may_overlap(std::string_view left, std::string_view right);

// Whether a document has an Allow whose actions overlap the pattern. Without one it allows nothing.
bool may_allow(const policy::Document& document, std::string_view action);

// The statements that matter to a question about `action`, less the actions that do not: documents
// with equal slices give equal answers. Statements keep their numbers.
policy::Document slice_of(const policy::Document& document, std::string_view action);

Permission
permission_of(const policy::Document& document, const Question& question, std::size_t budget);

} // namespace polhist::access
