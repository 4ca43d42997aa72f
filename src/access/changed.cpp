#include "access/changed.h"

#include "access/glob.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace polhist::access {
namespace {

struct ListLess {
    bool operator()(const std::vector<std::string>* left,
                    const std::vector<std::string>* right) const {
        return std::ranges::lexicographical_compare(
            *left, *right, [](const std::string& a, const std::string& b) {
                return policy::compare_folded(a, b) < 0;
            });
    }
};

// What statements of one body and effect have: the patterns of each Action, sorted, and the list of
// each NotAction.
struct Given {
    std::vector<std::string_view> actions;
    std::set<const std::vector<std::string>*, ListLess> exceptions;
};

bool is_before(std::string_view left, std::string_view right) {
    return policy::compare_folded(left, right) < 0;
}

// Those of one document, by body and effect.
class AllGiven {
public:
    AllGiven(const Pair& pair, Side side) {
        for (std::size_t i = 0; i < pair.statements(side).size(); ++i) {
            Given& given = given_[key_of(pair, side, i)];
            const policy::Patterns& actions = pair.statements(side)[i].source->actions;
            if (actions.negated) {
                given.exceptions.insert(&actions.values);
            } else {
                given.actions.insert(
                    given.actions.end(), actions.values.begin(), actions.values.end());
            }
        }
        for (auto& [key, given] : given_) {
            if (!std::ranges::is_sorted(given.actions, is_before)) {
                std::ranges::sort(given.actions, is_before);
            }
        }
    }

    // What the statements like one of the other document have; nothing where there are none.
    [[nodiscard]] const Given* like(const Pair& pair, Side side, std::size_t at) const {
        const auto found = given_.find(key_of(pair, side, at));
        return found == given_.end() ? nullptr : &found->second;
    }

private:
    using Key = std::tuple<Body, policy::Effect, bool>;

    static Key key_of(const Pair& pair, Side side, std::size_t at) {
        const CompiledStatement& statement = pair.statements(side)[at];
        return {pair.bodies(side)[at], statement.source->effect, pair.parts().is_turned(statement)};
    }

    std::map<Key, Given> given_;
};

// Which patterns of a statement are changed, by what the other document has like it; none of a
// NotAction that it has too.
std::vector<bool> changed_patterns(const policy::Patterns& ours, const Given* theirs) {
    std::vector<bool> changed(ours.values.size(), true);
    if (theirs == nullptr) {
        return changed;
    }
    if (ours.negated) {
        return theirs->exceptions.contains(&ours.values) ? std::vector<bool>() : changed;
    }
    auto at = theirs->actions.begin();
    for (std::size_t i = 0; i < ours.values.size() && at != theirs->actions.end(); ++i) {
        // Mostly it is the next one; else what is between may be much.
        if (is_before(*at, ours.values[i])) {
            ++at;
        }
        if (at != theirs->actions.end() && is_before(*at, ours.values[i])) {
            at = std::lower_bound(at, theirs->actions.end(), ours.values[i], is_before);
        }
        changed[i] =
            at == theirs->actions.end() || policy::compare_folded(*at, ours.values[i]) != 0;
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
        const AllGiven theirs(pair, other(side));
        for (std::size_t i = 0; i < pair.statements(side).size(); ++i) {
            const policy::Patterns& actions = pair.statements(side)[i].source->actions;
            patterns[side].push_back({&actions.values,
                                      actions.negated,
                                      changed_patterns(actions, theirs.like(pair, side, i))});
            if (services && !add_services(patterns[side].back(), *services)) {
                services.reset();
            }
        }
    }
}

} // namespace polhist::access
