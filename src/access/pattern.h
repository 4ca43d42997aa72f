// Patterns as IAM reads them: literal text, wildcards and `${…}` variables.
//
// A pattern is compiled once into tokens and matched against whole texts. Substituted text is
// literal: a `*` in it is no wildcard. Source: "IAM policy elements: Variables and tags" in the IAM
// User Guide.

#pragma once

#include "policy/document.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::access {

// How the characters of a pattern are read.
enum class Reading : std::uint8_t {
    exact,       // `*` and `?` are themselves
    ignore_case, // as exact, ASCII letters in either case
    glob,        // `*` any run of characters, `?` one; both cross everything
    arn,         // as glob, but the first five `:`-separated fields keep their wildcards inside
};

struct Token {
    enum class Kind : std::uint8_t {
        character,     // one character, exactly
        either_case,   // one ASCII letter in either case; `byte` is the lower one
        any,           // one character
        any_in_field,  // one character but `:`
        star,          // any run
        star_in_field, // any run without `:`
        variable,      // the value of Pattern::variables[index]
    };

    Kind kind = Kind::character;
    char byte = 0;
    std::uint16_t index = 0;
};

// A variable of a pattern: the key it takes the value of, folded, and what stands in its place
// where the key is absent.
struct Variable {
    std::string key;
    std::optional<std::string> fallback;
};

struct Pattern {
    std::string text; // as written
    Reading reading = Reading::glob;
    std::vector<Token> tokens;
    std::vector<Variable> variables;
    bool impossible = false; // matches nothing: an ARN pattern of fewer than six fields

    // Whether it is one variable and nothing else.
    [[nodiscard]] bool is_one_variable() const;
};

// Variables are read only where `variables` says so (and never under the 2008 language).
Pattern compile(std::string_view text, Reading reading, bool variables);

// The value of a key, by its folded name; nothing where it is absent or has several values.
using Lookup = std::function<std::optional<std::string_view>(std::string_view key)>;

// The pattern with every variable replaced by text. Nothing where one has no value: such a pattern
// matches nothing.
std::optional<Pattern> substitute(const Pattern& pattern, const Lookup& lookup);

// A text that two patterns share if and only if they match the same by their letters: names of
// variables are folded, wildcards told from the characters they are.
std::string identity(const Pattern& pattern);

// The pattern with every variable replaced by a `*`: it matches all that the pattern can.
Pattern opened(const Pattern& pattern);

// Whether a pattern without variables matches a whole text.
bool matches(const Pattern& pattern, std::string_view text);

} // namespace polhist::access
