#include "diff/step.h"

namespace polhist::diff {
namespace {

const policy::Statement* stand_in(StandIns& all, const policy::Statement* statement) {
    return statement == nullptr ? nullptr : all.of(statement->index, statement->sid);
}

} // namespace

const policy::Statement* StandIns::of(std::size_t index, const std::optional<std::string>& sid) {
    for (const policy::Statement& known : *statements_) {
        if (known.index == index && known.sid == sid) {
            return &known;
        }
    }
    policy::Statement& added = statements_->emplace_back();
    added.index = index;
    added.sid = sid;
    return &added;
}

Step step_of(const Difference& difference, std::string summary) {
    StandIns stand_ins;
    Step step{difference.access,
              difference.grants.added.size(),
              difference.grants.removed.size(),
              std::move(summary),
              stand_ins.all()};
    for (auto* witnesses : {&step.access.gained, &step.access.lost}) {
        for (access::Witness& witness : *witnesses) {
            witness.statement = stand_in(stand_ins, witness.statement);
            witness.because = stand_in(stand_ins, witness.because);
        }
    }
    for (access::Doubt& doubt : step.access.doubts) {
        doubt.statement = stand_in(stand_ins, doubt.statement);
    }
    return step;
}

} // namespace polhist::diff
