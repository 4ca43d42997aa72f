#include "judge/set_meaning.h"

#include "judge/evaluator.h"
#include "judge/held_to.h"
#include "judge/pattern.h"

#include <algorithm>

namespace polhist::judge {
namespace {

// Two policies of which nothing matters but their language.
const Policy& language(bool has_variables) {
    static const Policy with{true, {}};
    static const Policy without{false, {}};
    return has_variables ? with : without;
}

enum class Naming { in_person, by_role, by_account };

// How a principal of a resource policy names those whom it takes in.
Naming naming_of(const Name& name, const std::string& who) {
    if (name.kind != "AWS" || name.value == "*") {
        return Naming::in_person;
    }
    const Texts fields = fields_of(name.value);
    if (fields.size() != 6 || fields[5] == "root") {
        // A root is named in person where its account is.
        const Texts asking = fields_of(who);
        const std::string& account = fields.size() == 6 ? fields[4] : name.value;
        return asking.size() == 6 && asking[5] == "root" && asking[4] == account
                   ? Naming::in_person
                   : Naming::by_account;
    }
    return fields[5].starts_with("role/") ? Naming::by_role : Naming::in_person;
}

// Whether a resource policy is the trust policy of a role or the policy of a KMS key, as far as the
// actions of its Allows tell, or those of its Denies where it has no Allow.
bool is_of_role_or_key(const Policy& policy) {
    const bool some_allow =
        std::ranges::any_of(policy.rules, [](const Rule& rule) { return !rule.deny; });
    const auto is_of_either = [](const std::string& action) {
        return lower(action).starts_with("kms:") || lower(action).starts_with("sts:");
    };
    return !policy.rules.empty() && (some_allow || policies_without_allows) &&
           std::ranges::all_of(policy.rules, [&](const Rule& rule) {
               return (rule.deny && some_allow) ||
                      (!rule.not_action && std::ranges::all_of(rule.actions, is_of_either));
           });
}

bool tells_of_role_or_key(const PolicySet& set) {
    return std::ranges::any_of(set.layers, [](const Layer& layer) {
        return layer.name == LayerName::resource &&
               std::ranges::any_of(layer.documents, is_of_role_or_key);
    });
}

} // namespace

Mask Watchlist::bit_of(const Policy& document, const Rule& rule) {
    const auto found = std::ranges::find_if(entries_, [&](const Entry& entry) {
        return entry.has_variables == document.has_variables && entry.rule == rule;
    });
    const auto at = static_cast<std::size_t>(found - entries_.begin());
    if (found == entries_.end()) {
        entries_.push_back({document.has_variables, rule});
    }
    return at < most_rules ? Mask{1} << at : 0;
}

bool Watchlist::has_principals() const {
    return std::ranges::any_of(entries_,
                               [](const Entry& entry) { return entry.rule.has_principals; });
}

std::vector<Extra> Watchlist::extra() const {
    std::vector<Extra> extra;
    for (const Entry& entry : entries_) {
        extra.push_back({&language(entry.has_variables), entry.rule, Unclear::ruled});
    }
    return extra;
}

Mask Watchlist::met_by(const Request& request) const {
    Mask met = 0;
    Mask bit = 1;
    for (const Entry& entry : entries_) {
        met |= matches(language(entry.has_variables), entry.rule, request) ? bit : 0;
        bit <<= 1;
    }
    return met;
}

SetMeaning::SetMeaning(const PolicySet& set, const PolicySet& other, Watchlist& watchlist)
    : cross_account_(set.cross_account),
      who_(set.who.value_or("")) {
    const bool of_role_or_key = tells_of_role_or_key(set) || tells_of_role_or_key(other);
    std::map<LayerName, std::size_t> levels;
    for (const Layer& layer : set.layers) {
        Mask allowing = 0;
        const bool in_account = layer.name == LayerName::resource && !cross_account_;
        for (const Policy& document : layer.documents) {
            must_name_ = must_name_ || (in_account && of_role_or_key);
            for (const Rule& rule : document.rules) {
                if (rule.deny) {
                    denies_ |= watchlist.bit_of(document, rule);
                } else if (in_account) {
                    add_resource(document, rule, watchlist);
                } else if (layer.name != LayerName::rcp) {
                    allowing |= watchlist.bit_of(document, rule);
                }
            }
        }
        if (!in_account && layer.name != LayerName::rcp) {
            layers_.push_back({layer.name, levels[layer.name]++, allowing});
        }
    }
    if (set.who) {
        add_caller(*set.who, watchlist);
    }
}

void SetMeaning::add_caller(const std::string& who, Watchlist& watchlist) {
    Rule anything;
    anything.actions = {"*"};
    anything.resources = {"*"};
    anything.has_principals = true;
    anything.principals = {{"AWS", who}};
    caller_ = watchlist.bit_of(language(true), anything);
    if (who.ends_with(":root")) {
        // Of the chains that begin with the account, those that go on.
        anything.deny = true;
        anything.not_principal = true;
        within_caller_ = watchlist.bit_of(language(true), anything);
    }
}

void SetMeaning::add_resource(const Policy& document, const Rule& rule, Watchlist& watchlist) {
    if (!rule.has_principals || rule.not_principal) {
        in_person_ |= watchlist.bit_of(document, rule);
        return;
    }
    const auto add = [&](Naming naming, Mask& bits) {
        Rule part = rule;
        std::erase_if(part.principals,
                      [&](const Name& name) { return naming_of(name, who_) != naming; });
        bits |= part.principals.empty() ? 0 : watchlist.bit_of(document, part);
    };
    add(Naming::in_person, in_person_);
    add(Naming::by_role, by_role_);
    if (must_name_) {
        add(Naming::by_account, by_account_);
    }
}

Said SetMeaning::said(Mask met) const {
    // The layers that a resource policy of the same account can stand in for.
    bool identity = true;
    bool within = true; // boundary and session
    bool others = is_by_caller(met);
    for (const Allows& layer : layers_) {
        const bool allowed = has(met, layer.bits);
        if (layer.name == LayerName::identity) {
            identity = allowed;
        } else if (layer.name == LayerName::boundary || layer.name == LayerName::session) {
            within = within && allowed;
        } else {
            others = others && allowed;
        }
    }
    const bool given =
        has(met, in_person_) || (has(met, by_role_) && within) || (identity && within);
    const bool named = !must_name_ || has(met, in_person_ | by_role_ | by_account_);
    return {given && named && others, has(met, denies_)};
}

bool SetMeaning::allows(Mask met) const {
    const Said all = said(met);
    return all.allow && !all.deny;
}

bool SetMeaning::lacks(LayerName name, std::size_t level, Mask met) const {
    if (name == LayerName::resource && must_name_) {
        return !has(met, in_person_ | by_role_ | by_account_);
    }
    const auto layer = std::ranges::find_if(
        layers_, [&](const Allows& one) { return one.name == name && one.level == level; });
    if (layer == layers_.end() || has(met, layer->bits)) {
        return false;
    }
    const bool own = name == LayerName::boundary || name == LayerName::session;
    return name == LayerName::identity ? !has(met, in_person_ | by_role_)
           : own                       ? !has(met, in_person_)
                                       : true;
}

} // namespace polhist::judge
