#include "site/grant_history.h"

#include <algorithm>

namespace polhist::site {
namespace {

bool brought(const StateEntry& entry, const policy::Grant& grant) {
    const auto& added = entry.step->difference.grants.added;
    const auto found =
        std::lower_bound(added.begin(),
                         added.end(),
                         grant,
                         [](const diff::Change& change, const policy::Grant& wanted) {
                             return policy::compare(change.grant, wanted) < 0;
                         });
    return found != added.end() && policy::compare(found->grant, grant) == 0;
}

} // namespace

std::vector<DatedGrant> dated_grants(const States& states) {
    std::vector<DatedGrant> dated;
    for (const policy::Grant& grant : policy::grants_of(*states.front().document)) {
        const auto found = std::ranges::find_if(
            states, [&](const StateEntry& entry) { return entry.step && brought(entry, grant); });
        dated.push_back({grant, found == states.end() ? &states.back() : &*found});
    }
    return dated;
}

} // namespace polhist::site
