#include "answers/plan.h"

#include "access/unresolved.h"

#include <fmt/format.h>

namespace polhist::answers {
namespace {

Endpoint endpoint_of(plans::Side& side, std::string_view label, const std::string& file) {
    return {std::string(label),
            std::nullopt,
            std::nullopt,
            std::move(side.document),
            Place{file, std::move(side.lines)}};
}

Comparison compare_change(plans::Change& change, const PlanFiles& files, std::size_t budget) {
    Comparison comparison = compare(endpoint_of(change.before, "before", files.before),
                                    endpoint_of(change.after, "after", files.after),
                                    budget);
    const policy::Document& before = *comparison.from.document;
    const policy::Document& after = *comparison.to.document;
    if (access::has_unresolved(before) || access::has_unresolved(after)) {
        comparison.difference.access = access::compare_unresolved(before, after, budget);
    }
    comparison.name = std::move(change.address);
    return comparison;
}

} // namespace

ComparisonSet
compare_changes(std::vector<plans::Change> changes, const PlanFiles& files, std::size_t budget) {
    ComparisonSet set;
    for (plans::Change& change : changes) {
        bool compared = true;
        for (const auto& [side, label] :
             {std::pair{&change.before, "before"}, std::pair{&change.after, "after"}}) {
            if (!side->document) {
                compared = false;
                set.uncompared.push_back(
                    {change.address, fmt::format("{}: {}", label, side->reason), side->unreadable});
            }
        }
        if (compared) {
            set.comparisons.push_back(compare_change(change, files, budget));
        }
    }
    return set;
}

} // namespace polhist::answers
