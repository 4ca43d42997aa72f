// What a step from one version to the next changed, told without the two documents: enough for a
// line of a log with its proof, small enough to be kept.

#pragma once

#include "diff/access_change.h"

#include <deque>
#include <memory>
#include <string>

namespace polhist::diff {

struct Step {
    // Its statements are stand-ins that have an index and perhaps a Sid, and nothing else.
    access::Access access;
    std::size_t added = 0; // grants
    std::size_t removed = 0;
    std::string summary;
    std::shared_ptr<const std::deque<policy::Statement>> statements; // that `access` names
    std::vector<std::vector<std::string>> actions;                   // of each change of access
};

// The step that a difference is; `summary` says it in a few words.
Step step_of(const Difference& difference, std::string summary);

// One for each witness, as of the difference, but by actions alone. Views of the step.
std::vector<AccessChange> access_changes(const Step& step);

// Stand-ins for statements, one for each index.
class StandIns {
public:
    // The stand-in of an index; it stays as long as `all` does. An index with two Sids is two.
    const policy::Statement* of(std::size_t index, const std::optional<std::string>& sid);

    [[nodiscard]] std::shared_ptr<const std::deque<policy::Statement>> all() const {
        return statements_;
    }

private:
    std::shared_ptr<std::deque<policy::Statement>> statements_ =
        std::make_shared<std::deque<policy::Statement>>();
};

} // namespace polhist::diff
