// What `diff` is asked to compare.

#pragma once

#include "answers/comparison.h"
#include "cli/command.h"

#include <array>
#include <string>

namespace polhist::cli {

// Empty from where none is given.
using Operands = std::array<std::string, 3>;

// The comparisons that the operands lead to. `of_plan`: they are the policies of a plan or of two
// templates, however many; else there is exactly one.
struct Compared {
    answers::ComparisonSet set;
    bool of_plan = false;
};

// Two operands are a policy and a WHEN if the second can be one, else two files; three a policy
// and two WHENs; one is a plan.
Result<Compared> compare_operands(const Session& session, const Operands& operands);

} // namespace polhist::cli
