// Patterns as IAM reads them: literal text, wildcards and `${…}` variables.
//
// A pattern is compiled once into tokens and matched against whole texts. Substituted text is
// literal: a `*` in it is no wildcard. For proofs about every value that a variable may have, it is
// replaced by an unknown: a letter of its own that stands for a text of any length. Source: "IAM
// policy elements: Variables and tags" in the IAM User Guide.

#pragma once

#include "access/budget.h"
#include "policy/document.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::access {

// How the characters of a pattern are read.
enum class Reading : std::uint8_t {
    exact,       // `*` and `?` are themselves
    ignore_case, // as exact, ASCII letters in either case
    glob,        // `*` any run of characters, `?` one; both cross everything
    arn,         // as glob, but the first five `:`-separated fields keep their wildcards inside;
                 // variables are replaced before it is split into fields
};

struct Token {
    enum class Kind : std::uint8_t {
        character,     // one character, exactly
        either_case,   // one ASCII letter in either case; `byte` is the lower one
        digit,         // one of `0` to `9`
        any,           // one character
        any_in_field,  // one character but `:`
        star,          // any run
        star_in_field, // any run without `:`
        variable,      // the value of Pattern::variables[index]
        unknown,       // the unknown number `index`
    };

    Kind kind = Kind::character;
    char byte = 0;
    std::uint32_t index = 0;

    bool operator==(const Token&) const = default;
};

// Of an unknown in a pattern that ignores case: any spelling of the text that it stands for.
constexpr std::uint32_t unknown_in_any_case = 0x80000000;

// Whether one unknown stands for whatever another stands for.
constexpr bool takes_in_unknown(std::uint32_t outer, std::uint32_t inner) {
    return outer == inner || outer == (inner | unknown_in_any_case);
}

constexpr bool is_star(const Token& token) {
    return token.kind == Token::Kind::star || token.kind == Token::Kind::star_in_field;
}

// One character, in one letter case or either.
constexpr bool is_fixed(const Token& token) {
    return token.kind == Token::Kind::character || token.kind == Token::Kind::either_case;
}

// A variable of a pattern: the key it takes the value of, and what stands in its place where the
// key is absent.
struct Variable {
    std::string key;      // folded
    std::string key_text; // as written
    std::optional<std::string> fallback;
};

struct Pattern {
    std::string text; // as written
    Reading reading = Reading::glob;
    std::vector<Token> tokens;
    std::vector<Variable> variables;
    bool impossible = false; // matches nothing: an ARN pattern of fewer than six fields, none of
                             // which holds a variable

    // Whether it is one variable and nothing else.
    [[nodiscard]] bool is_one_variable() const;
};

// A pattern of a Resource or NotResource as it is meant: fields that an ARN leaves out are `*`, and
// `execute-api:/STAGE/…` is `arn:*:execute-api:*:*:*/STAGE/…`. Sources: "IAM ARNs" in the IAM User
// Guide; "API Gateway resource policy examples" in the API Gateway Developer Guide.
std::string full_resource(std::string_view pattern, bool variables);

// Variables are read only where `variables` says so (and never under the 2008 language).
Pattern compile(std::string_view text, Reading reading, bool variables);

// The values of a key, by its folded name; none where it is absent.
using Lookup = std::function<std::span<const std::string>(std::string_view key)>;

// The pattern with every variable replaced by text: the value of a key that has one, the fallback
// where the key is absent. Nothing where a variable has neither: such a pattern matches nothing.
std::optional<Pattern> substitute(const Pattern& pattern, const Lookup& lookup);

// What stands in the place of a variable, in a pattern that must match (`asserted`) or must not;
// nothing where it has no value.
using Meaning =
    std::function<std::optional<std::vector<Token>>(const Variable& variable, bool asserted)>;

// The pattern with every variable replaced by tokens, of which unknowns have numbers below 2^31.
// Nothing where it matches nothing; and where it is not `asserted` but one that must not match,
// also where it is not known what it matches.
std::optional<Pattern> with_unknowns(const Pattern& pattern, bool asserted, const Meaning& meaning);

bool has_unknowns(const Pattern& pattern);

// A text that two patterns share if and only if they match the same by their letters: names of
// variables are folded, wildcards told from the characters they are.
std::string identity(const Pattern& pattern);

// The same of what `compile` makes of a text as a glob, mostly without compiling it.
std::string glob_identity(const std::string& text, bool variables);

// The pattern with every variable and unknown replaced by a `*`: it matches all that the pattern
// can.
Pattern opened(const Pattern& pattern);

// Whether a pattern without variables or unknowns matches a whole text.
bool matches(const Pattern& pattern, std::string_view text);
bool matches(const Pattern& pattern, std::string_view text, Steps& steps);

// Whether every text that `inner` matches is matched by `outer`, as far as their tokens show it:
// `true` is certain, whatever their unknowns stand for.
bool contains(const Pattern& outer, const Pattern& inner, Steps& steps);

} // namespace polhist::access
