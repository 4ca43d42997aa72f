#include "access/compare.h"

#include "access/actions.h"
#include "access/glob.h"
#include "access/residual.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace polhist::access {
namespace {

using policy::Effect;
using policy::Grant;
using policy::Statement;

Side other(Side side) {
    return side == Side::before ? Side::after : Side::before;
}

std::size_t index_of(Side side) {
    return static_cast<std::size_t>(side);
}

// The bodies of one class of actions, by side and effect; their statements beside them.
struct Bodies {
    std::vector<Body> bodies;
    std::vector<const Statement*> statements;
};

struct Group {
    std::string action;
    std::array<std::array<Bodies, 2>, 2> of; // [side][effect]
};

bool has(const std::vector<Body>& bodies, Body body) {
    return std::ranges::find(bodies, body) != bodies.end();
}

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

std::vector<Body> joined(const std::vector<Body>& left, const std::vector<Body>& right) {
    std::vector<Body> all = left;
    all.insert(all.end(), right.begin(), right.end());
    return all;
}

} // namespace

class Comparison::Engine {
public:
    Engine(const policy::Document& before, const policy::Document& after, std::size_t budget)
        : documents_{&before, &after},
          policies_{Compiled(before), Compiled(after)},
          budget_(budget),
          parts_(policies_[0], policies_[1]),
          residual_(parts_, budget_) {
        for (const Side side : {Side::before, Side::after}) {
            for (const CompiledStatement& statement : policies_[index_of(side)].statements()) {
                bodies_[index_of(side)].push_back(parts_.body_of(statement));
            }
        }
        std::vector<ActionPatterns> patterns;
        for (const Side side : {Side::before, Side::after}) {
            for (const CompiledStatement& statement : policies_[index_of(side)].statements()) {
                const policy::Patterns& actions = statement.source->actions;
                patterns.push_back(
                    {&actions.values, actions.negated, changed_actions(side, statement)});
            }
        }
        classes_ = changed_classes(ActionIndex(std::move(patterns)), budget_);
    }

    Access verdict() {
        Access access;
        doubt_operators(Side::before, access.doubts);
        doubt_operators(Side::after, access.doubts);
        if (!access.doubts.empty()) {
            return access;
        }
        find_gains(Side::after, access.gained, access.doubts);
        find_gains(Side::before, access.lost, access.doubts);
        if (access.doubts.empty()) {
            access.verdict = verdict_of(access);
        }
        return access;
    }

    std::optional<bool> is_covered(Side side, const Grant& grant) {
        if (has_unknown(Side::before) || has_unknown(Side::after)) {
            return std::nullopt;
        }
        const CompiledStatement& statement =
            policies_[index_of(side)].statements()[grant.statement().index];
        const Body body = parts_.body_of(statement, grant);
        const ActionClasses& classes = classes_of(side, grant);
        bool sure = classes.complete;
        for (const ActionClass& one : classes.classes) {
            const auto here = is_covered_in(one.met, side, grant.effect(), body);
            if (here == false) {
                return false;
            }
            sure = sure && here.has_value();
        }
        return sure ? std::optional(true) : std::nullopt;
    }

private:
    static Verdict verdict_of(const Access& access) {
        if (access.gained.empty()) {
            return access.lost.empty() ? Verdict::equivalent : Verdict::narrower;
        }
        return access.lost.empty() ? Verdict::broader : Verdict::mixed;
    }

    [[nodiscard]] bool has_unknown(Side side) const {
        return std::ranges::any_of(
            policies_[index_of(side)].statements(),
            [](const CompiledStatement& statement) { return statement.unknown != nullptr; });
    }

    void doubt_operators(Side side, std::vector<Doubt>& out) const {
        for (const CompiledStatement& statement : policies_[index_of(side)].statements()) {
            if (statement.unknown != nullptr) {
                out.push_back({side,
                               statement.source,
                               fmt::format("the condition operator `{}` is not known",
                                           statement.unknown->comparison)});
            }
        }
    }

    // Which actions of a statement the other document does not give (or deny) with the same body.
    // Where no such action of either document matches, both say the same.
    [[nodiscard]] std::vector<bool> changed_actions(Side side, const CompiledStatement& statement) {
        const policy::Patterns& actions = statement.source->actions;
        const Side across = other(side);
        const auto& others = policies_[index_of(across)].statements();
        std::vector<bool> changed(actions.values.size(), true);
        for (std::size_t i = 0; i < others.size(); ++i) {
            const policy::Patterns& theirs = others[i].source->actions;
            const bool alike = others[i].source->effect == statement.source->effect &&
                               bodies_[index_of(across)][i] == parts_.body_of(statement) &&
                               parts_.is_turned(others[i]) == parts_.is_turned(statement) &&
                               theirs.negated == actions.negated;
            if (alike && actions.negated) {
                if (is_same_list(actions.values, theirs.values)) {
                    return {};
                }
            } else if (alike) {
                unmark_common(actions.values, theirs.values, changed);
            }
        }
        return changed;
    }

    // Classes that meet the same bodies make one group.
    const std::vector<Group>& groups() {
        if (!grouped_) {
            grouped_ = true;
            std::map<Met, std::size_t> known;
            for (const ActionClass& one : classes_.classes) {
                if (known.emplace(one.met, groups_.size()).second) {
                    groups_.push_back(group_of(one));
                }
            }
        }
        return groups_;
    }

    [[nodiscard]] Group group_of(const ActionClass& one) const {
        Group group;
        group.action = one.action;
        std::size_t number = 0;
        for (const Side side : {Side::before, Side::after}) {
            const auto& statements = policies_[index_of(side)].statements();
            for (std::size_t i = 0; i < statements.size(); ++i, ++number) {
                if (one.met[number]) {
                    const Statement* source = statements[i].source;
                    Bodies& bodies =
                        group.of[index_of(side)][static_cast<std::size_t>(source->effect)];
                    if (!has(bodies.bodies, bodies_[index_of(side)][i])) {
                        bodies.bodies.push_back(bodies_[index_of(side)][i]);
                        bodies.statements.push_back(source);
                    }
                }
            }
        }
        return group;
    }

    static const Bodies& bodies_in(const Group& group, Side side, Effect effect) {
        return group.of[index_of(side)][static_cast<std::size_t>(effect)];
    }

    // What `side` allows and the other does not.
    void find_gains(Side side, std::vector<Witness>& out, std::vector<Doubt>& doubts) {
        std::map<const Statement*, std::string> unsure;
        for (const Group& group : groups()) {
            const Bodies& allows = bodies_in(group, side, Effect::allow);
            for (std::size_t i = 0; i < allows.bodies.size(); ++i) {
                const Statement* statement = allows.statements[i];
                const bool told =
                    std::ranges::find(out, statement, &Witness::statement) != out.end();
                if (!told && !find_gain(group, side, allows.bodies[i], statement, out)) {
                    unsure.emplace(statement, group.action);
                }
            }
        }
        for (const auto& [statement, action] : unsure) {
            if (std::ranges::find(out, statement, &Witness::statement) == out.end()) {
                doubts.push_back({side,
                                  statement,
                                  fmt::format("whether it gives anything for `{}` was neither "
                                              "shown nor ruled out",
                                              action)});
            }
        }
        if (!classes_.complete && out.empty() && !documents_[index_of(side)]->statements.empty()) {
            doubts.push_back({side,
                              &documents_[index_of(side)]->statements.front(),
                              "its action patterns have more combinations than the budget allows"});
        }
        std::ranges::sort(out, {}, [](const Witness& w) { return w.statement->index; });
    }

    // False where it is not decided.
    bool find_gain(const Group& group,
                   Side side,
                   Body body,
                   const Statement* statement,
                   std::vector<Witness>& out) {
        const auto& denies = bodies_in(group, side, Effect::deny).bodies;
        const auto& old_allows = bodies_in(group, other(side), Effect::allow).bodies;
        const Bodies& old_denies = bodies_in(group, other(side), Effect::deny);
        bool sure = true;
        if (!has(old_allows, body)) {
            sure = search(
                group, side, {{body}, joined(old_allows, denies)}, {statement, nullptr}, out);
        }
        for (std::size_t i = 0; i < old_denies.bodies.size(); ++i) {
            const bool told = !out.empty() && out.back().statement == statement;
            if (!told && !has(denies, old_denies.bodies[i])) {
                sure = search(group,
                              side,
                              {{body, old_denies.bodies[i]}, denies},
                              {statement, old_denies.statements[i]},
                              out) &&
                       sure;
            }
        }
        return sure || (!out.empty() && out.back().statement == statement);
    }

    struct Question {
        std::vector<Body> asserted;
        std::vector<Body> refuted;
    };

    struct Responsible {
        const Statement* allow;
        const Statement* deny;
    };

    bool search(const Group& group,
                Side side,
                const Question& question,
                const Responsible& responsible,
                std::vector<Witness>& out) {
        const auto confirm = [&](const Request& found) {
            Request request = found;
            request.action = group.action;
            return evaluate(policies_[index_of(side)], request).outcome == Outcome::allow &&
                   evaluate(policies_[index_of(other(side))], request).outcome != Outcome::allow;
        };
        Found found = residual_.search(question.asserted, question.refuted, confirm);
        if (found.search == Search::found) {
            found.request.action = group.action;
            out.push_back({responsible.allow,
                           std::move(found.request),
                           responsible.deny,
                           found.star_crosses_colon});
        }
        return found.search != Search::gave_up;
    }

    // The classes that the statements of the other document make of the actions of a grant.
    const ActionClasses& classes_of(Side side, const Grant& grant) {
        const Side across = other(side);
        if (grant.action() == nullptr) {
            const auto [known, fresh] = outside_.emplace(&grant.statement(), ActionClasses{});
            if (fresh) {
                known->second = classes_outside(across, *grant.not_action());
            }
            return known->second;
        }
        const auto [known, fresh] =
            within_.emplace(std::pair(side, policy::folded(*grant.action())), ActionClasses{});
        if (fresh) {
            const std::string& action = known->first.second;
            if (has_wildcard(action)) {
                known->second = classes_within(index(across), action, budget_);
            } else if (is_action(action)) {
                known->second.classes.push_back({action, index(across).met_by(action)});
            }
        }
        return known->second;
    }

    ActionClasses classes_outside(Side across, const std::vector<std::string>& not_actions) {
        std::vector<ActionPatterns> patterns = patterns_of(across);
        patterns.push_back({&not_actions, true, std::vector<bool>(not_actions.size(), true)});
        ActionClasses classes = changed_classes(ActionIndex(std::move(patterns)), budget_);
        std::erase_if(classes.classes, [](const ActionClass& one) { return !one.met.back(); });
        for (ActionClass& one : classes.classes) {
            one.met.pop_back();
        }
        return classes;
    }

    [[nodiscard]] std::vector<ActionPatterns> patterns_of(Side side) const {
        std::vector<ActionPatterns> patterns;
        for (const CompiledStatement& statement : policies_[index_of(side)].statements()) {
            const policy::Patterns& actions = statement.source->actions;
            patterns.push_back({&actions.values, actions.negated, {}});
        }
        return patterns;
    }

    const ActionIndex& index(Side side) {
        auto& index = indexes_[index_of(side)];
        if (!index) {
            index.emplace(patterns_of(side));
        }
        return *index;
    }

    // Whether the other document allows (denies) a body in full where the action meets those of its
    // statements.
    std::optional<bool> is_covered_in(const Met& met, Side side, Effect effect, Body body) {
        auto [known, fresh] = covered_.emplace(std::tuple{met, side, effect, body}, std::nullopt);
        if (fresh) {
            known->second = decide_cover(met, other(side), effect, body);
        }
        return known->second;
    }

    std::optional<bool> decide_cover(const Met& met, Side across, Effect effect, Body body) {
        std::array<std::vector<Body>, 2> bodies; // [effect]
        const auto& statements = policies_[index_of(across)].statements();
        for (std::size_t i = 0; i < statements.size(); ++i) {
            if (met[i]) {
                const auto at = static_cast<std::size_t>(statements[i].source->effect);
                bodies.at(at).push_back(bodies_[index_of(across)][i]);
            }
        }
        const auto& allows = bodies[static_cast<std::size_t>(Effect::allow)];
        const auto& denies = bodies[static_cast<std::size_t>(Effect::deny)];
        std::vector<Question> questions;
        if (effect == Effect::deny) {
            questions.push_back({{body}, denies});
        } else {
            questions.push_back({{body}, allows});
            for (const Body deny : denies) {
                questions.push_back({{body, deny}, {}});
            }
        }
        bool sure = true;
        for (const Question& question : questions) {
            if (question.asserted.size() == 1 && has(question.refuted, body)) {
                continue;
            }
            const auto confirm = [](const Request&) { return true; };
            const Found found = residual_.search(question.asserted, question.refuted, confirm);
            if (found.search == Search::found) {
                return false;
            }
            sure = sure && found.search == Search::none;
        }
        return sure ? std::optional(true) : std::nullopt;
    }

    std::array<const policy::Document*, 2> documents_;
    std::array<Compiled, 2> policies_;
    std::array<std::vector<Body>, 2> bodies_;
    Budget budget_;
    Parts parts_;
    Residual residual_;
    ActionClasses classes_;
    bool grouped_ = false;
    std::vector<Group> groups_;
    std::array<std::optional<ActionIndex>, 2> indexes_; // of each document alone
    std::map<std::pair<Side, std::string>, ActionClasses> within_;
    std::map<const Statement*, ActionClasses> outside_; // of a NotAction
    std::map<std::tuple<Met, Side, Effect, Body>, std::optional<bool>> covered_;
};

Comparison::Comparison(const policy::Document& before,
                       const policy::Document& after,
                       std::size_t budget)
    : engine_(std::make_unique<Engine>(before, after, budget)) {}

Comparison::~Comparison() = default;

Access Comparison::verdict() {
    return engine_->verdict();
}

std::optional<bool> Comparison::is_covered(Side side, const Grant& grant) {
    return engine_->is_covered(side, grant);
}

} // namespace polhist::access
