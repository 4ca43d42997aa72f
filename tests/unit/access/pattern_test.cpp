#include "access/pattern.h"
#include "properties/rewriter.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace polhist::access {
namespace {

// What a pattern takes, by trying everything: the slow and plain way.
bool takes(std::span<const Token> tokens, std::string_view text) {
    if (tokens.empty()) {
        return text.empty();
    }
    const Token& token = tokens.front();
    const bool in_field =
        token.kind == Token::Kind::star_in_field || token.kind == Token::Kind::any_in_field;
    const bool here = !text.empty() &&
                      (token.kind == Token::Kind::character ? token.byte == text.front()
                                                            : !(in_field && text.front() == ':'));
    if (is_star(token)) {
        return takes(tokens.subspan(1), text) || (here && takes(tokens, text.substr(1)));
    }
    return here && takes(tokens.subspan(1), text.substr(1));
}

std::string random_text(properties::Rewriter& random, std::string_view letters, std::size_t most) {
    std::string text;
    for (std::size_t left = random.below(most); left > 0; --left) {
        text += letters[random.below(letters.size())];
    }
    return text;
}

} // namespace

TEST_CASE("a pattern matches what trying everything does") {
    properties::Rewriter random(11);
    std::size_t matched = 0;
    for (int i = 0; i < 30'000; ++i) {
        const std::string written = random_text(random, "a:*:?b*", 14);
        const std::string text = random_text(random, "a:b:", 14);
        CAPTURE(written);
        CAPTURE(text);
        for (const Reading reading : {Reading::arn, Reading::glob}) {
            const Pattern pattern = compile(written, reading, false);
            const bool expected = !pattern.impossible && takes(pattern.tokens, text);
            REQUIRE(matches(pattern, text) == expected);
            matched += expected ? 1U : 0U;
        }
    }
    CHECK(matched > 1'000);
}

TEST_CASE("two texts have one identity where their patterns have") {
    properties::Rewriter random(12);
    for (int i = 0; i < 3'000; ++i) {
        const std::string one = random_text(random, "*?a\n\1${}", 6);
        const std::string other = random_text(random, "*?a\n\1${}", 6);
        CAPTURE(one);
        CAPTURE(other);
        for (const bool variables : {false, true}) {
            const Pattern left = compile(one, Reading::glob, variables);
            const Pattern right = compile(other, Reading::glob, variables);
            REQUIRE(glob_identity(one, variables) == identity(left));
            if (left.variables.empty() && right.variables.empty()) {
                const bool same = left.tokens == right.tokens;
                REQUIRE((identity(left) == identity(right)) == same);
            }
        }
    }
}

} // namespace polhist::access
