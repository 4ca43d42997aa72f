#include "site/grant_history.h"

#include <algorithm>

namespace polhist::site {
namespace {

bool brought(const answers::LogEntry& entry, const policy::Grant& grant) {
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

std::vector<DatedGrant> dated_grants(const answers::Log& log, const policy::Document& newest) {
    std::vector<DatedGrant> dated;
    for (const policy::Grant& grant : policy::grants_of(newest)) {
        const auto found = std::find_if(
            log.entries.begin(), log.entries.end(), [&](const answers::LogEntry& entry) {
                return entry.step && brought(entry, grant);
            });
        dated.push_back({grant, found == log.entries.end() ? &log.entries.back() : &*found});
    }
    return dated;
}

} // namespace polhist::site
