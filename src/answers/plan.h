// The policies of a plan or of two templates, each compared.

#pragma once

#include "answers/comparison.h"
#include "plans/change.h"

#include <string>
#include <vector>

namespace polhist::answers {

// The files that a comparison is of, as the user named them; of a plan both are one.
struct PlanFiles {
    std::string before;
    std::string after;
};

// A change with a side that is not known, or could not be read, is not compared. Each comparison
// has its own budget.
ComparisonSet
compare_changes(std::vector<plans::Change> changes, const PlanFiles& files, std::size_t budget);

} // namespace polhist::answers
