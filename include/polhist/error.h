// Expected failures as values: a code for the program, a sentence for a person.

#pragma once

#include <polhist/export.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace polhist::api {

// The kind of a failure. Later versions may add kinds: keep a default branch.
enum class ErrorCode : std::uint8_t {
    syntax,           // the text is neither JSON nor YAML
    too_large,        // the text is over the limit of the function
    invalid_document, // not a policy document, or one that AWS would refuse
    invalid_set,      // layers that make no policy set
    invalid_request,  // a principal that cannot ask, or facts that contradict each other
    invalid_question, // a check that would pass or fail whatever the document says
    undecidable,      // a condition operator that is not known decides the answer
};

// `invalid-document`.
POLHIST_API std::string_view name_of(ErrorCode code);

// Where in the text that was parsed. Lines and columns count from 1; a column is a character, not a
// byte. A document may stand in a string of what AWS prints: the place is then the one inside that
// string.
struct Place {
    std::size_t line = 1;
    std::size_t column = 1;
    std::string path; // `$.Statement[0].Effect`; empty where there is none, as for a syntax error
};

// A failure. It owns all that it holds.
//
// Example: `policy:1:49: `Efect` is no element of a statement; did you mean `Effect`?
// ($.Statement.Efect)` has code invalid_document, line 1, column 49, path `$.Statement.Efect`.
struct Error {
    ErrorCode code = ErrorCode::invalid_document;
    std::string message;        // one line: where, what is wrong, what to do
    std::optional<Place> place; // where it is known
};

} // namespace polhist::api
