// The change as text: the canonical statements, line against line.
//
// Letter case of actions and condition keys is passed over. Statements are paired before their
// lines are compared, so one that did not change is never shown and never moves, whatever stands
// around it: equal ones first, then those of one Sid, then the most alike. Only a pair's own lines
// are set against each other.

#pragma once

#include "diff/lines.h"
#include "policy/document.h"

#include <cstddef>
#include <string>
#include <vector>

namespace polhist::diff {

// One statement that changed, came (no `before`) or went (no `after`); neither: what stands outside
// the statements (`Version`, `Id`).
struct Hunk {
    const policy::Statement* before = nullptr;
    const policy::Statement* after = nullptr;
    std::vector<Line> lines;
};

struct TextDifference {
    std::vector<Hunk> hunks;   // in the order of the new document; what went stands where it stood
    std::size_t unchanged = 0; // statements
};

// Which statements get a hunk: those that changed, or all; one that did not has context alone.
enum class Hunks { changed, all };

TextDifference compare_text(const policy::Document& before,
                            const policy::Document& after,
                            Hunks hunks = Hunks::changed);

} // namespace polhist::diff
