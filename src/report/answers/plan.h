// The policies of a plan or of two templates, each compared.

#pragma once

#include "answers/comparison.h"
#include "plans/change.h"

#include <functional>
#include <string>
#include <vector>

namespace polhist::answers {

// The files that a comparison is of, as the user named them; of a plan both are one.
struct PlanFiles {
    std::string before;
    std::string after;
};

// The document in force of an attached policy, by its ARN or name.
using FindPolicy = std::function<Result<Endpoint>(const std::string& policy)>;

// Compares what can be compared; a side that is not known, that could not be read, or whose policy
// `find` does not have, is told. Each comparison has its own budget.
class PlanComparer {
public:
    PlanComparer(PlanFiles files, FindPolicy find, std::size_t budget)
        : files_(std::move(files)),
          find_(std::move(find)),
          budget_(budget) {}

    void compare(std::vector<plans::Change> changes,
                 std::vector<Comparison>& comparisons,
                 std::vector<Uncompared>& uncompared) const;

private:
    [[nodiscard]] Result<Endpoint>
    endpoint_of(plans::Side& side, bool before, bool by_attachment) const;

    PlanFiles files_;
    FindPolicy find_;
    std::size_t budget_;
};

} // namespace polhist::answers
