#include "diff/step.h"

namespace polhist::diff {
namespace {

const policy::Statement* stand_in(StandIns& all, const policy::Statement* statement) {
    return statement == nullptr ? nullptr : all.of(statement->index, statement->sid);
}

void use_stand_ins(StandIns& all, std::vector<access::Witness>& witnesses) {
    for (access::Witness& witness : witnesses) {
        witness.statement = stand_in(all, witness.statement);
        witness.because = stand_in(all, witness.because);
    }
}

void use_stand_ins(StandIns& all, std::vector<access::Doubt>& doubts) {
    for (access::Doubt& doubt : doubts) {
        doubt.statement = stand_in(all, doubt.statement);
    }
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
              stand_ins.all(),
              {}};
    for (const AccessChange& change : access_changes(difference)) {
        step.actions.push_back(actions_of(change));
    }
    access::Access& access = step.access;
    for (auto* witnesses :
         {&access.gained, &access.lost, &access.denies.more, &access.denies.less}) {
        use_stand_ins(stand_ins, *witnesses);
    }
    for (auto* doubts : {&access.doubts, &access.denies.doubts}) {
        use_stand_ins(stand_ins, *doubts);
    }
    return step;
}

std::vector<AccessChange> access_changes(const Step& step) {
    std::vector<AccessChange> changes;
    auto actions = step.actions.begin();
    for (const auto& [move, witnesses] : witnesses_by_move(step.access)) {
        for (const access::Witness& witness : *witnesses) {
            changes.push_back({move, &witness, {}, *actions++});
        }
    }
    return changes;
}

} // namespace polhist::diff
