#include "access/changed.h"

#include "access/glob.h"

#include <algorithm>

namespace polhist::access {
namespace {

bool is_same_list(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    return std::ranges::equal(left, right, [](const std::string& a, const std::string& b) {
        return policy::compare_folded(a, b) == 0;
    });
}

// Unmarks what stands in both of two lists, which are sorted without letter case.
void unmark_common(const std::vector<std::string>& ours,
                   const std::vector<std::string>& theirs,
                   std::vector<bool>& marked) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        int order = 1;
        while (at < theirs.size() && (order = policy::compare_folded(theirs[at], ours[i])) < 0) {
            ++at;
        }
        if (at < theirs.size() && order == 0) {
            marked[i] = false;
        }
    }
}

// Which patterns of a statement are changed.
std::vector<bool> changed_patterns(const Pair& pair, Side side, std::size_t at) {
    const CompiledStatement& ours = pair.statements(side)[at];
    const policy::Patterns& actions = ours.source->actions;
    std::vector<bool> changed(actions.values.size(), true);
    for (std::size_t i = 0; i < pair.statements(other(side)).size(); ++i) {
        const CompiledStatement& theirs = pair.statements(other(side))[i];
        const bool alike = pair.bodies(other(side))[i] == pair.bodies(side)[at] &&
                           theirs.source->effect == ours.source->effect &&
                           theirs.source->actions.negated == actions.negated &&
                           pair.parts().is_turned(theirs) == pair.parts().is_turned(ours);
        if (alike && !actions.negated) {
            unmark_common(actions.values, theirs.source->actions.values, changed);
        } else if (alike && is_same_list(actions.values, theirs.source->actions.values)) {
            return {};
        }
    }
    return changed;
}

// Adds the services of the changed patterns of a statement; false where they may be of any.
bool add_services(const ActionPatterns& actions, Services& services) {
    const bool some = std::ranges::find(actions.changed, true) != actions.changed.end();
    if (actions.negated && (some || actions.patterns->empty())) {
        return false;
    }
    for (std::size_t i = 0; i < actions.changed.size(); ++i) {
        if (actions.changed[i]) {
            const std::string_view service = service_of((*actions.patterns)[i]);
            if (has_wildcard(service)) {
                return false;
            }
            services.insert(policy::folded(service));
        }
    }
    return true;
}

} // namespace

Changed::Changed(const Pair& pair) : services(Services{}) {
    for (const Side side : {Side::before, Side::after}) {
        for (std::size_t i = 0; i < pair.statements(side).size(); ++i) {
            const policy::Patterns& actions = pair.statements(side)[i].source->actions;
            patterns[side].push_back(
                {&actions.values, actions.negated, changed_patterns(pair, side, i)});
            if (services && !add_services(patterns[side].back(), *services)) {
                services.reset();
            }
        }
    }
}

} // namespace polhist::access
