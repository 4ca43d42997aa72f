#include "judge/universe.h"

#include "judge/alphabet.h"
#include "judge/evaluator.h"
#include "judge/marks.h"
#include "judge/table.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace polhist::judge {
namespace {

constexpr std::size_t most_contexts = 60'000;

} // namespace

Universe::Universe(const Pair& pair, const std::vector<Extra>& extra, Values values)
    : values_(values) {
    for (const Policy* policy : {&pair.before, &pair.after}) {
        for (const Rule& rule : policy->rules) {
            watched_.push_back({policy, &rule});
        }
    }
    for (const Extra& more : extra) {
        watched_.push_back({more.policy, &more.rule, more.unclear});
    }
    find_keys();
    find_fixed();
}

void Universe::find_keys() {
    std::set<std::string> names;
    std::set<std::string> resource_variables;
    for (Watched& watched : watched_) {
        for (const Test& test : watched.rule->tests) {
            names.insert(lower(test.key));
            for (const std::string& value : test.values) {
                const Texts used = watched.policy->has_variables ? variables_in(value) : Texts{};
                names.insert(used.begin(), used.end());
            }
        }
        for (const std::string& resource : watched.rule->resources) {
            const Texts used = watched.policy->has_variables ? variables_in(resource) : Texts{};
            names.insert(used.begin(), used.end());
            resource_variables.insert(used.begin(), used.end());
            watched.variable_resource =
                watched.variable_resource || !used.empty() ||
                (watched.policy->has_variables && resource.find("${") != std::string::npos);
        }
    }
    for (const std::string& name : names) {
        if (resource_variables.contains(name)) {
            resource_keys_.push_back(keys_.size());
        }
        keys_.push_back(states_of(name, watched_, values_));
    }
}

void Universe::find_fixed() {
    const auto distinct = [bits = watched_.size()](const std::vector<Mask>& masks, auto Met::*at) {
        std::vector<Met> found;
        Seen seen(bits);
        for (std::size_t i = 0; i < masks.size(); ++i) {
            if (seen.insert(masks[i])) {
                found.push_back({masks[i], 0, 0, 0});
                found.back().*at = i;
            }
        }
        return found;
    };
    std::vector<Mask> actions(all_actions().size());
    names_ = all_callers();
    std::vector<Mask> principals(names_.size());
    const Texts& resources = all_resources(has_variables());
    resource_masks_.assign(resources.size(), 0);
    static const std::unordered_set<std::string> known(all_resources(true).begin(),
                                                       all_resources(true).end());
    for (const Watched& watched : watched_) {
        const Texts more = values_ == Values::as_carried ? more_resources(*watched.rule) : Texts{};
        more_resources_.insert(more_resources_.end(), more.begin(), more.end());
        for (const std::string& pattern : watched.rule->resources) {
            const bool usual = pattern.find("${") == std::string::npos;
            for (const std::string& literal : usual ? Texts{} : literals_of(pattern)) {
                if (is_arn(literal) && !known.contains(literal)) {
                    more_resources_.push_back(literal);
                }
            }
        }
    }
    sort_unique(more_resources_);
    std::vector<Mask> more(more_resources_.size());
    for (std::size_t bit = 0; bit < watched_.size(); ++bit) {
        const Watched& watched = watched_[bit];
        const Mask mask = Mask{1} << bit;
        mark(watched.rule->actions, watched.rule->not_action, all_actions(), true, mask, actions);
        for (std::size_t i = 0; i < names_.size(); ++i) {
            principals[i] |=
                matches_principal(*watched.rule, names_[i], watched.unclear) ? mask : 0;
        }
        if (watched.variable_resource) {
            continue;
        }
        mark(watched.rule->resources,
             watched.rule->not_resource || !watched.rule->has_resources,
             resources,
             false,
             mask,
             resource_masks_);
        for (std::size_t i = 0; i < more.size(); ++i) {
            more[i] |=
                matches_resource(*watched.policy, *watched.rule, more_resources_[i], {}) ? mask : 0;
        }
    }
    resource_masks_.insert(resource_masks_.end(), more.begin(), more.end());
    actions_ = distinct(actions, &Met::action);
    principals_ = distinct(principals, &Met::principal);
}

const std::string& Universe::resource_at(std::size_t index) const {
    const Texts& fixed = all_resources(has_variables());
    return index < fixed.size() ? fixed[index] : more_resources_[index - fixed.size()];
}

void Universe::add_variable_resources(const Context& context, std::vector<Mask>& masks) const {
    const Texts& fixed = all_resources(has_variables());
    for (std::size_t bit = 0; bit < watched_.size(); ++bit) {
        const Watched& watched = watched_[bit];
        if (!watched.variable_resource) {
            continue;
        }
        const Mask mask = Mask{1} << bit;
        const auto plain = with_values(*watched.rule, context);
        if (plain) {
            mark(plain->resources, plain->not_resource, fixed, false, mask, masks);
        }
        for (std::size_t i = plain ? fixed.size() : 0; i < masks.size(); ++i) {
            const Rule& rule = plain ? *plain : *watched.rule;
            masks[i] |= matches_resource(*watched.policy, rule, resource_at(i), context) ? mask : 0;
        }
    }
}

std::vector<Universe::Met> Universe::with_resources(const Context& context) const {
    std::vector<Mask> masks = resource_masks_;
    add_variable_resources(context, masks);
    std::vector<Met> found;
    Seen resources(watched_.size());
    Seen seen(watched_.size());
    for (std::size_t i = 0; i < masks.size(); ++i) {
        if (!resources.insert(masks[i])) {
            continue;
        }
        for (const Met& action : actions_) {
            for (const Met& principal : principals_) {
                const Mask mask = masks[i] & action.mask & principal.mask;
                if (seen.insert(mask)) {
                    found.push_back({mask, action.action, i, principal.principal});
                }
            }
        }
    }
    return found;
}

namespace {

// The next combination of states; false after the last.
bool advance(std::vector<std::size_t>& at, const std::vector<KeyStates>& keys) {
    for (std::size_t i = 0; i < at.size(); ++i) {
        if (++at[i] < keys[i].values.size()) {
            return true;
        }
        at[i] = 0;
    }
    return false;
}

} // namespace

bool Universe::is_too_large() const {
    std::size_t contexts = 1;
    for (const KeyStates& key : keys_) {
        contexts *= key.values.size();
        if (contexts > most_contexts) {
            return true;
        }
    }
    return false;
}

bool Universe::enumerate(const Stop& stop) const {
    if (is_too_large()) {
        return false;
    }
    const bool named = std::ranges::any_of(
        watched_, [](const Watched& watched) { return watched.rule->has_principals; });
    std::vector<Table> tables;
    for (std::size_t bit = 0; bit < watched_.size(); ++bit) {
        for (const Test& test : watched_[bit].rule->tests) {
            tables.emplace_back(*watched_[bit].policy, test, Mask{1} << bit, keys_);
        }
    }
    const Mask all = (Mask{1} << watched_.size()) - 1;
    std::unordered_map<std::size_t, std::vector<Met>> by_variables;
    std::unordered_set<std::size_t> tried;
    Seen met(watched_.size());
    std::vector<std::size_t> at(keys_.size(), 0);
    do {
        Mask holding = all;
        for (Table& table : tables) {
            if ((holding & table.bit()) != 0 && !table.holds(keys_, at)) {
                holding &= ~table.bit();
            }
        }
        std::size_t variables = 0;
        for (const std::size_t key : resource_keys_) {
            variables = variables * keys_[key].values.size() + at[key];
        }
        if (!tried.insert((variables << watched_.size()) | holding).second) {
            continue;
        }
        Request request;
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            request.context[keys_[i].key] = keys_[i].values[at[i]];
        }
        auto [fixed, fresh] = by_variables.try_emplace(variables);
        if (fresh) {
            fixed->second = with_resources(request.context);
        }
        for (const Met& one : fixed->second) {
            if (!met.insert(one.mask & holding)) {
                continue;
            }
            request.action = all_actions()[one.action];
            request.resource = resource_at(one.resource);
            request.principal = named ? std::optional(names_[one.principal]) : std::nullopt;
            if (stop(one.mask & holding, request)) {
                return true;
            }
        }
    } while (advance(at, keys_));
    return true;
}

} // namespace polhist::judge
