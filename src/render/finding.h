// What a comparison found, one by one, for tools that put findings beside lines of files.
//
// A request that is now allowed points at the statement of the new document that allows it. One
// that is no longer allowed has no statement there: it points at the Deny that came, else at the
// new document, and at the old statement beside it. What was not decided is a finding too.

#pragma once

#include "answers/comparison.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::render {

// A place in a file, or in a document that is in none.
struct Spot {
    std::string file;     // empty where it is in none
    std::size_t line = 1; // from 1
    std::string name;     // `AWSServiceRoleForImageBuilder v13 Statement[10]`
};

struct Finding {
    enum class Kind { gained, lost, undecided };

    Kind kind = Kind::undecided;
    std::string message;  // plain text, one line
    std::string markdown; // the same
    Spot at;
    std::optional<Spot> related; // in the old document
    std::string fingerprint;     // the same as long as the finding is: 64 hexadecimal digits
};

// `now-allowed`, `no-longer-allowed`, `undecided`: what tools call findings of a kind.
std::string_view name_of(Finding::Kind kind);

// Gained, then lost, then undecided; what was not compared at last. Fingerprints tell them apart
// and do not depend on lines, on the order of statements, or on other findings.
std::vector<Finding> findings_of(const answers::ComparisonSet& set);

// How grave a finding is: whether a gate stops at its kind.
struct Severity {
    bool gained_stops = false;
    bool lost_stops = false;
    bool undecided_stops = false;

    [[nodiscard]] bool stops(Finding::Kind kind) const;
};

} // namespace polhist::render
