#include "answers/plan.h"

#include "access/unresolved.h"

#include <fmt/format.h>

namespace polhist::answers {
namespace {

Comparison compared(Endpoint from, Endpoint to, std::string name, std::size_t budget) {
    Comparison comparison = compare(std::move(from), std::move(to), budget);
    const policy::Document& before = *comparison.from.document;
    const policy::Document& after = *comparison.to.document;
    if (access::has_unresolved(before) || access::has_unresolved(after)) {
        comparison.difference.access = access::compare_unresolved(before, after, budget);
    }
    comparison.name = std::move(name);
    return comparison;
}

// What a plan does with a policy that it names: `attaches`.
std::string_view change_of(const plans::Side& side, bool before) {
    if (side.limits) {
        return before ? "takes away the boundary" : "sets the boundary";
    }
    return before ? "detaches" : "attaches";
}

} // namespace

Result<Endpoint>
PlanComparer::endpoint_of(plans::Side& side, bool before, bool by_attachment) const {
    const std::string_view label = before ? "before" : "after";
    if (!side.attached.empty()) {
        auto found = find_(side.attached);
        if (!found) {
            return failure(fmt::format("{} `{}`, of which no document is known: {}",
                                       change_of(side, before),
                                       side.attached,
                                       found.error().message));
        }
        found->label = fmt::format("{} ({})", side.limits ? "boundary" : "attached", found->label);
        found->place = Place{before ? files_.before : files_.after, {}};
        return found;
    }
    if (!side.document) {
        return failure(fmt::format("{}: {}", label, side.reason));
    }
    return Endpoint{side.limits     ? "no boundary"
                    : by_attachment ? "not attached"
                                    : std::string(label),
                    std::nullopt,
                    std::nullopt,
                    std::move(side.document),
                    Place{before ? files_.before : files_.after, std::move(side.lines)}};
}

void PlanComparer::compare(std::vector<plans::Change> changes,
                           std::vector<Comparison>& comparisons,
                           std::vector<Uncompared>& uncompared) const {
    for (plans::Change& change : changes) {
        if (!change.open.empty()) {
            uncompared.push_back(
                {std::move(change.address), std::move(change.open), false, files_.after});
            continue;
        }
        const bool by_attachment =
            !change.before.attached.empty() || !change.after.attached.empty();
        auto before = endpoint_of(change.before, true, by_attachment);
        auto after = endpoint_of(change.after, false, by_attachment);
        if (before && after) {
            comparisons.push_back(compared(
                std::move(*before), std::move(*after), std::move(change.address), budget_));
            continue;
        }
        Uncompared open{std::move(change.address), {}, false, files_.after};
        for (const auto& [side, endpoint] :
             {std::pair{&change.before, &before}, std::pair{&change.after, &after}}) {
            if (!*endpoint) {
                open.reason += (open.reason.empty() ? "" : "; ") + endpoint->error().message;
                open.unreadable = open.unreadable || side->unreadable;
            }
        }
        uncompared.push_back(std::move(open));
    }
}

} // namespace polhist::answers
