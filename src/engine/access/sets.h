// Questions about policy sets: whether a principal may do what it could not, with requests as
// proof, and what a set says of one request.

#pragma once

#include "access/compare.h"
#include "access/layers.h"

namespace polhist::access {

// Witnesses and doubts tell statements of the sets as they are laid out, which must stay: see
// LayeredSets::origin_of. A witness says which layer of the other set does not allow it, or with
// which Deny. What is denied is not compared on its own: a set is whole, so `verdict` is
// `overall`, which a doubt leaves open only where no witness decides its direction.
Access compare_sets(const LayeredSets& sets, std::size_t budget = usual_budget);

// A set made ready for many requests. It needs nothing else to stay.
class CompiledSet {
public:
    explicit CompiledSet(const policy::PolicySet& set);

    // The caller, where the set says who it is, has to be the request's.
    [[nodiscard]] Decision evaluate(const Request& request) const;

    [[nodiscard]] std::optional<Origin> origin_of(const policy::Statement& statement) const {
        return sets_->origin_of(statement);
    }

private:
    std::unique_ptr<const LayeredSets> sets_; // what was compiled views it
    Compiled compiled_;
};

} // namespace polhist::access
