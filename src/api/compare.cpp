#include "access/sets.h"
#include "api/internals.h"

#include <polhist/compare.h>

namespace polhist::api {

static_assert(usual_budget == access::usual_budget);

Comparison compare(const Document& before, const Document& after, std::size_t budget) {
    access::Comparison comparison(Internals::of(before), Internals::of(after), budget);
    return comparison_of(comparison.verdict(), References());
}

Result<Comparison> compare(const PolicySet& before, const PolicySet& after, std::size_t budget) {
    if (!access::have_one_caller(Internals::of(before), Internals::of(after))) {
        return Error{ErrorCode::invalid_set,
                     "the sets have two callers; give both the same `principal`, or none",
                     std::nullopt};
    }
    const access::LayeredSets sets(Internals::of(before), Internals::of(after));
    Comparison comparison = comparison_of(access::compare_sets(sets, budget), References(sets));
    comparison.denies.reset();
    return comparison;
}

} // namespace polhist::api
