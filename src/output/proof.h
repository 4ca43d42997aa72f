// Verdicts and what proves them in words.
//
// A sentence tells all that a statement newly allows or denies and marks the request as an example,
// unless the request is all there is.

#pragma once

#include "diff/step.h"
#include "output/phrase.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::output {

// `broader`, or `broader (alone: equivalent)` where the document alone has another verdict.
// Colours, marks and gates go by the first.
std::string verdict_phrase(const access::Access& access);

// `ssm:SendCommand on arn:… when aws:RequestTag/x is "y" and aws:PrincipalOrgID is absent`.
std::string request_phrase(const access::Request& request,
                           Quote quote,
                           std::span<const std::string> absent = {});

// What is special about a proof: `only if a star crosses a colon`; nothing where nothing is.
std::string via_phrase(access::Via via, std::string_view note, Quote quote);

// What was brought, place by place: `a and b on *`, `in part c on arn:… when …`.
std::vector<std::string>
brought_phrases(const diff::Brought& brought, Quote quote, std::size_t fold);

// What stands behind `now allowed:`, or under a heading that says so: `ACTIONS on RESOURCES
// (Statement[10]); for example REQUEST`. Long lists are folded past `fold` names, 0 for none.
std::string change_phrase(const diff::AccessChange& change, Quote quote, std::size_t fold);

// The same where the grants are not known: `for example REQUEST (Statement[10])`.
std::string example_phrase(diff::AccessMove move, const access::Witness& witness, Quote quote);

// `not decided: Statement[10] of the new document: REASON`.
std::string doubt_phrase(const access::Doubt& doubt, Quote quote);

// One sentence of a proof.
struct Sentence {
    char sign; // `+` widens access, `-` narrows it, `?` was not decided
    std::string text;
};

// All that proves a verdict, and what was not decided: `now allowed: …`. Past `limit` of a kind
// sentences are counted, past `names` names in one; 0 for none.
struct ProofFold {
    std::size_t limit = 0;
    std::size_t names = 0;
};

std::vector<Sentence> proof_of(const diff::Difference& difference, Quote quote, ProofFold fold);

// The same by actions, without resources and conditions.
std::vector<Sentence> proof_of(const diff::Step& step, Quote quote, ProofFold fold);

} // namespace polhist::output
