#include "access/changed.h"

#include "access/glob.h"

#include <algorithm>
#include <map>
#include <numeric>
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

bool is_before(std::string_view left, std::string_view right) {
    return policy::compare_folded(left, right) < 0;
}

// What statements of one body and effect have: the patterns of each Action, sorted, and the list of
// each NotAction.
struct Given {
    std::vector<const std::vector<std::string>*> lists;
    std::vector<std::string_view> merged; // all of them, where there are several
    std::set<const std::vector<std::string>*, ListLess> exceptions;

    void merge() {
        for (const auto* list : lists) {
            merged.insert(merged.end(), list->begin(), list->end());
        }
        if (!std::ranges::is_sorted(merged, is_before)) {
            std::ranges::sort(merged, is_before);
        }
    }
};

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
                given.lists.push_back(&actions.values);
            }
        }
        for (auto& [key, given] : given_) {
            if (given.lists.size() > 1) {
                given.merge();
            }
        }
    }

    // What the statements like one of the other document have; nothing where there are none.
    [[nodiscard]] const Given* like(const Pair& pair, Side side, std::size_t at) const {
        const auto found = given_.find(key_of(pair, side, at));
        return found == given_.end() ? nullptr : &found->second;
    }

private:
    using Key = std::tuple<Body, policy::Effect, bool, LayerMask>;

    static Key key_of(const Pair& pair, Side side, std::size_t at) {
        const CompiledStatement& statement = pair.statements(side)[at];
        return {pair.bodies(side)[at],
                statement.source->effect,
                pair.parts().is_turned(statement),
                pair.layers_of(side, at)};
    }

    std::map<Key, Given> given_;
};

using Positions = std::vector<std::uint32_t>;

// Which of some patterns, told by their positions, others do not have; both are sorted. Empty where
// they have all.
template <typename Others>
std::vector<bool>
missing_in(const Others& others, const std::vector<std::string>& patterns, const Positions& asked) {
    std::vector<bool> missing;
    auto at = others.begin();
    for (const std::uint32_t i : asked) {
        // Mostly it is the next one; else what is between may be much.
        if (at != others.end() && is_before(*at, patterns[i])) {
            ++at;
        }
        if (at != others.end() && is_before(*at, patterns[i])) {
            at = std::lower_bound(at, others.end(), patterns[i], is_before);
        }
        if (at == others.end() || policy::compare_folded(*at, patterns[i]) != 0) {
            missing.resize(patterns.size(), false);
            missing[i] = true;
        }
    }
    return missing;
}

// Which patterns of a statement are changed, by what the other document has like it; empty where
// none is. `asked`: those that may be.
std::vector<bool>
changed_patterns(const policy::Patterns& ours, const Given* theirs, const Positions& asked) {
    if (theirs == nullptr) {
        return std::vector<bool>(ours.values.size(), true);
    }
    if (ours.negated) {
        const bool shared = theirs->exceptions.contains(&ours.values);
        return std::vector<bool>(shared ? 0 : ours.values.size(), true);
    }
    if (theirs->lists.size() == 1) {
        return missing_in(*theirs->lists.front(), ours.values, asked);
    }
    return missing_in(theirs->merged, ours.values, asked);
}

// Whether what counterparts do not share is all that may be changed.
bool counterparts_tell(const Pair& pair) {
    return !pair.is_layered() &&
           pair.document(Side::before).language == pair.document(Side::after).language;
}

// The positions of a statement's actions that may be changed: those that no statement of the same
// rest has. Documents of two languages may read a rest in two ways, and in sets a rest may be one
// of another layer.
Positions candidates(const Pair& pair, Side side, std::size_t at) {
    if (counterparts_tell(pair)) {
        return pair.counterparts(side)[at].left;
    }
    Positions all(pair.statements(side)[at].source->actions.values.size());
    std::iota(all.begin(), all.end(), 0U);
    return all;
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
    const bool told = counterparts_tell(pair);
    for (const Side side : {Side::before, Side::after}) {
        std::optional<AllGiven> theirs; // only where a statement is not given as it is
        for (std::size_t i = 0; i < pair.statements(side).size(); ++i) {
            const policy::Patterns& actions = pair.statements(side)[i].source->actions;
            ActionPatterns& ours =
                patterns[side].emplace_back(ActionPatterns{&actions.values, actions.negated, {}});
            const policy::Counterpart& counterpart = pair.counterparts(side)[i];
            if (!told || counterpart.like.empty() || !counterpart.left.empty()) {
                if (!theirs) {
                    theirs.emplace(pair, other(side));
                }
                ours.changed = changed_patterns(
                    actions, theirs->like(pair, side, i), candidates(pair, side, i));
            }
            if (services && !add_services(ours, *services)) {
                services.reset();
            }
        }
    }
    for (const Side side : {Side::before, Side::after}) {
        for (ActionPatterns& actions : patterns[side]) {
            if (services) {
                actions.counted = patterns_of(*services, *actions.patterns);
            }
        }
    }
}

} // namespace polhist::access
