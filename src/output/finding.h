// What a comparison found, one by one, for tools that put findings beside lines of files.
//
// A finding is all that one statement newly allows or denies, with a request as example. What is
// now allowed (or denied) points at the statement of the new document that does it. What is no
// longer allowed has no statement there: it points at the Deny that came, else at the new document,
// and at the old statement beside it. What was not decided is a finding too.

#pragma once

#include "answers/comparison.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::output {

// A place in a file, or in a document that is in none.
struct Spot {
    std::string file;     // empty where it is in none
    std::size_t line = 1; // from 1
    std::string name;     // `AWSServiceRoleForImageBuilder v13 Statement[10]`
};

struct Finding {
    // As the moves of access (diff/access_change.h), and what was not decided.
    enum class Kind { now_allowed, no_longer_denied, no_longer_allowed, now_denied, undecided };

    Kind kind = Kind::undecided;
    std::string message;  // plain text, one line
    std::string markdown; // the same
    Spot at;
    std::optional<Spot> related; // in the old document
    std::string fingerprint;     // the same as long as the finding is: 64 hexadecimal digits
};

// `now-allowed`, `no-longer-denied`, `undecided`: what tools call findings of a kind.
std::string_view name_of(Finding::Kind kind);

// By kind; what was not compared at last. Fingerprints tell them apart and do not depend on lines,
// on the order of statements, or on other findings. They cover all that a finding is about: where
// another action joins it, it is another finding.
std::vector<Finding> findings_of(const answers::ComparisonSet& set);

// How grave a finding is: whether a gate stops at its kind.
struct Severity {
    bool wider_stops = false;
    bool narrower_stops = false;
    bool undecided_stops = false;

    [[nodiscard]] bool stops(Finding::Kind kind) const;
};

} // namespace polhist::output
