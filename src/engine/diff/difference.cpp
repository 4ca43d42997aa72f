#include "diff/difference.h"

#include "diff/containment.h"
#include "diff/one_sided.h"

#include <algorithm>

namespace polhist::diff {
namespace {

using policy::Document;
using policy::Grant;
using Order = int (*)(const Grant&, const Grant&);

// Whether a sorted list holds a grant that `order` takes for the same.
bool holds(const std::vector<Grant>& grants, const Grant& grant, Order order) {
    return std::ranges::binary_search(
        grants, grant, [order](const Grant& a, const Grant& b) { return order(a, b) < 0; });
}

// Looks at patterns that finding what covers the grants of one side may cost: some milliseconds.
constexpr std::size_t most_looks = 2'000'000;

// The grants of one side with what `other`, the document of the other, says of them.
std::vector<Change> changes_of(const std::vector<Grant>& grants,
                               access::Side side,
                               const Document& other,
                               bool same_language,
                               access::Comparison& comparison) {
    Containment containment(other, same_language, most_looks);
    std::vector<Change> changes;
    changes.reserve(grants.size());
    for (const Grant& grant : grants) {
        Change& change =
            changes.emplace_back(Change{grant, comparison.is_covered(side, grant), {}});
        if (change.covered.value_or(false)) {
            change.covered_by = containment.statements_containing(grant);
        }
    }
    return changes;
}

// Where the changes of one side are told.
struct Telling {
    std::vector<Change>& actions;
    std::vector<Change>& resources;
    std::vector<Change>& conditions;
};

void tell(const std::vector<Change>& changes, const std::vector<Grant>& others, Telling out) {
    for (const Change& change : changes) {
        if (!holds(others, change.grant, policy::compare_actions)) {
            out.actions.push_back(change);
        } else if (!holds(others, change.grant, policy::compare_resources)) {
            out.resources.push_back(change);
        } else {
            out.conditions.push_back(change);
        }
    }
}

using Iterator = std::vector<Change>::const_iterator;

// The end of the run that starts at `first` and shares its effect, action and resource.
Iterator end_of_run(Iterator first, Iterator last) {
    return std::find_if(first, last, [first](const Change& change) {
        return policy::compare_resources(change.grant, first->grant) != 0;
    });
}

// Takes out of `changes` what was added and removed on one effect, action and resource.
std::vector<Rewrite> take_rewrites(Changes& changes) {
    std::vector<Rewrite> rewrites;
    Changes kept;
    auto added = changes.added.cbegin();
    auto removed = changes.removed.cbegin();
    while (added != changes.added.cend() && removed != changes.removed.cend()) {
        const int order = policy::compare_resources(added->grant, removed->grant);
        const auto added_end = end_of_run(added, changes.added.cend());
        const auto removed_end = end_of_run(removed, changes.removed.cend());
        if (order == 0) {
            rewrites.push_back({{removed, removed_end}, {added, added_end}});
        }
        if (order < 0) {
            kept.added.insert(kept.added.end(), added, added_end);
        }
        if (order > 0) {
            kept.removed.insert(kept.removed.end(), removed, removed_end);
        }
        added = order <= 0 ? added_end : added;
        removed = order >= 0 ? removed_end : removed;
    }
    kept.added.insert(kept.added.end(), added, changes.added.cend());
    kept.removed.insert(kept.removed.end(), removed, changes.removed.cend());
    changes = std::move(kept);
    return rewrites;
}

} // namespace

Difference compare(const Document& before, const Document& after, std::size_t budget) {
    const policy::Counterparts counterparts(before, after);
    const OneSided added = one_sided(after, counterparts.after, before);
    const OneSided removed = one_sided(before, counterparts.before, after);
    Difference result{};
    result.from_language = before.language;
    result.to_language = after.language;
    access::Comparison comparison(before, after, budget, &counterparts);
    result.access = comparison.verdict();
    const bool same_language = before.language == after.language;
    result.grants = {
        changes_of(added.only, access::Side::after, before, same_language, comparison),
        changes_of(removed.only, access::Side::before, after, same_language, comparison)};
    tell(result.grants.added,
         added.across,
         {result.actions.added, result.resources.added, result.conditions.added});
    tell(result.grants.removed,
         removed.across,
         {result.actions.removed, result.resources.removed, result.conditions.removed});
    result.rewrites = take_rewrites(result.conditions);
    return result;
}

bool is_quiet(const Difference& difference) {
    return difference.grants.empty() && difference.access.verdict == access::Verdict::equivalent &&
           difference.access.overall == access::Verdict::equivalent;
}

} // namespace polhist::diff
