#include "access/sets.h"

#include "access/changed.h"
#include "access/gains.h"
#include "access/unknown_operators.h"

namespace polhist::access {

Access compare_sets(const LayeredSets& sets, std::size_t budget) {
    const LaidOut& before = sets.of(Side::before);
    const LaidOut& after = sets.of(Side::after);
    Pair pair(before.document,
              after.document,
              budget,
              nullptr,
              LayersOfPair{{&before.masks, &after.masks}, sets.all()});
    Access access;
    access.doubts = doubts_about_operators(pair);
    if (access.doubts.empty()) {
        const Changed changed(pair);
        Gains gains(pair, changed);
        gains.find(Side::after, access.gained, access.doubts);
        gains.find(Side::before, access.lost, access.doubts);
    }
    conclude(access);
    access.verdict = access.overall;
    return access;
}

CompiledSet::CompiledSet(const policy::PolicySet& set)
    : sets_(std::make_unique<const LayeredSets>(set, set)),
      compiled_(sets_->of(Side::after).document) {}

Decision CompiledSet::evaluate(const Request& request) const {
    return evaluate_set(compiled_, sets_->of(Side::after).masks, sets_->all(), request);
}

} // namespace polhist::access
