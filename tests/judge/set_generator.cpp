#include "judge/set_generator.h"

#include <algorithm>

namespace polhist::judge {
namespace {

constexpr std::size_t usual_rules = 2; // of a document that was not edited

Policy allow_everything() {
    Policy policy;
    policy.rules.emplace_back();
    policy.rules.back().actions = {"*"};
    policy.rules.back().resources = {"*"};
    return policy;
}

// Actions of KMS in place of most others.
void rename_to_kms(Texts& actions, bool all) {
    for (std::string& action : actions) {
        if (lower(action).starts_with("s:")) {
            action = (action[0] == 'S' ? "KMS" : "kms") + action.substr(1);
        } else if (all) {
            action = "kms:*";
        }
    }
    std::ranges::sort(actions);
    actions.erase(std::unique(actions.begin(), actions.end()), actions.end());
}

} // namespace

std::vector<Name> SetGenerator::principals() {
    const auto one = [&]() -> Name {
        if (who_ && one_in(4)) {
            return {"AWS", *who_};
        }
        if (one_in(12)) {
            return {"Service", "a.amazonaws.com"};
        }
        return {"AWS",
                random_.pick({"*",
                              "111111111111",
                              "arn:aws:iam::111111111111:root",
                              "arn:aws:iam::111111111111:user/a",
                              "arn:aws:iam::111111111111:role/a",
                              "arn:aws:iam::111111111111:role/a",
                              "arn:aws:sts::111111111111:assumed-role/a/x",
                              "arn:aws:sts::111111111111:assumed-role/b/x",
                              "222222222222",
                              "arn:aws:iam::222222222222:role/a"})};
    };
    std::vector<Name> names{one()};
    if (one_in(3)) {
        add_once(names, one());
    }
    return names;
}

// Gives a document what its layer asks for: Principal where there must be one, none elsewhere.
void SetGenerator::fit(Policy& document, LayerName layer) {
    for (Rule& rule : document.rules) {
        const bool of_resource = layer == LayerName::resource;
        rule.has_resources = !of_resource || what_ != Protected::role;
        if (!rule.has_resources) {
            rule.resources.clear();
            rule.not_resource = false;
        } else if (rule.resources.empty()) {
            rule.resources = {"*"};
        }
        if (what_ == Protected::key) {
            rename_to_kms(rule.actions, of_resource && !rule.deny);
            rule.not_action = rule.not_action && (!of_resource || rule.deny);
        }
        if (layer == LayerName::resource) {
            if (!rule.has_principals) {
                rule.has_principals = true;
                rule.not_principal = one_in(rule.deny ? 6 : 30);
                rule.principals = principals();
            }
        } else {
            rule.has_principals = layer == LayerName::rcp;
            rule.not_principal = false;
            rule.principals =
                rule.has_principals ? std::vector<Name>{{"AWS", "*"}} : std::vector<Name>{};
        }
    }
}

Policy SetGenerator::document(LayerName layer) {
    Policy policy = random_.policy();
    policy.has_variables = !one_in(5);
    if (policy.rules.size() > usual_rules) {
        policy.rules.resize(usual_rules);
    }
    if (layer == LayerName::rcp) {
        for (Rule& rule : policy.rules) {
            rule.deny = rule.deny || !one_in(4);
        }
    } else if (one_in(layer == LayerName::resource ? 5 : 3)) {
        // Enough is allowed that the other layers matter.
        policy.rules.front() = allow_everything().rules.front();
    }
    fit(policy, layer);
    return policy;
}

Layer SetGenerator::level_of_scp() {
    Layer level{LayerName::scp, {}};
    if (!one_in(5)) {
        level.documents.push_back(allow_everything());
    }
    if (one_in(2) || (level.documents.empty() && !one_in(5))) {
        level.documents.push_back(document(LayerName::scp));
    }
    return level;
}

Layer SetGenerator::layer(LayerName name) {
    Layer layer{name, {}};
    std::size_t count = 1;
    switch (name) {
    case LayerName::identity:
        count = one_in(10) ? 0 : 1 + random_.below(2);
        break;
    case LayerName::session:
        count = one_in(8) ? 0 : 1 + random_.below(2);
        break;
    case LayerName::rcp:
        count = one_in(8) ? 0 : 1;
        break;
    case LayerName::scp:
        return level_of_scp();
    case LayerName::boundary:
    case LayerName::resource:
        break;
    }
    for (std::size_t i = 0; i < count; ++i) {
        layer.documents.push_back(document(name));
    }
    return layer;
}

PolicySet SetGenerator::set() {
    PolicySet set;
    set.who = who_;
    const auto add = [&](LayerName name, bool present) {
        if (present) {
            set.layers.push_back(layer(name));
        }
    };
    add(LayerName::identity, true);
    add(LayerName::boundary, one_in(3));
    add(LayerName::session, one_in(5));
    const bool in_organization = one_in(3);
    add(LayerName::scp, in_organization);
    add(LayerName::scp, in_organization && one_in(2));
    add(LayerName::rcp, one_in(5));
    add(LayerName::rcp, one_in(15));
    add(LayerName::resource, one_in(who_ ? 2 : 8));
    set.cross_account = one_in(3);
    make_valid(set);
    return set;
}

SetPair SetGenerator::pair() {
    if (one_in(2)) {
        who_ = random_.pick({"arn:aws:iam::111111111111:user/a",
                             "arn:aws:iam::111111111111:role/a",
                             "arn:aws:iam::111111111111:role/a",
                             "arn:aws:iam::111111111111:role/p/b",
                             "arn:aws:sts::111111111111:assumed-role/a/x",
                             "arn:aws:sts::111111111111:federated-user/a",
                             "arn:aws:iam::222222222222:role/a"});
        if (root_callers && one_in(8)) {
            who_ = "arn:aws:iam::111111111111:root";
        }
    }
    what_ = one_in(5) ? Protected::role : one_in(4) ? Protected::key : Protected::other;
    SetPair pair{set(), {}};
    if (one_in(6)) {
        pair.after = set();
        return pair;
    }
    pair.after = pair.before;
    for (std::size_t i = 0, count = 1 + random_.below(2); i < count; ++i) {
        edit(pair.after);
    }
    if (one_in(2)) {
        std::swap(pair.before, pair.after);
    }
    return pair;
}

} // namespace polhist::judge
