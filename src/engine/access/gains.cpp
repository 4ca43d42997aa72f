#include "access/gains.h"

#include "access/repair.h"
#include "access/request_context.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace polhist::access {
namespace {

using policy::Effect;
using policy::Statement;

template <typename List>
bool has(const List& list, Body body) {
    return std::ranges::any_of(list, [&](const auto& alike) { return alike.body == body; });
}

template <typename List, typename Pointers>
void append(const List& list, Pointers& out) {
    for (const auto& alike : list) {
        out.push_back(&alike);
    }
}

template <typename List>
bool any_matches(const List& list, const AskedRequest& asked) {
    return std::ranges::any_of(
        list, [&](const auto& alike) { return matches_but_for_action(*alike.compiled, asked); });
}

bool is_told(const std::vector<Witness>& witnesses, const Statement* statement) {
    return std::ranges::find(witnesses, statement, &Witness::statement) != witnesses.end();
}

// Whether a better witness than those there are may still be told of some statement.
bool is_wanted(const std::vector<const Statement*>& statements,
               const std::vector<Witness>& witnesses) {
    return std::ranges::any_of(statements, [&](const Statement* statement) {
        const auto told = std::ranges::find(witnesses, statement, &Witness::statement);
        return told == witnesses.end() || told->via != Via::nothing;
    });
}

std::vector<ActionPatterns> patterns_of_both(const Changed& changed) {
    std::vector<ActionPatterns> patterns = changed.patterns[Side::before];
    const auto& after = changed.patterns[Side::after];
    patterns.insert(patterns.end(), after.begin(), after.end());
    return patterns;
}

} // namespace

Gains::Gains(Pair& pair, const Changed& changed)
    : pair_(pair),
      index_(patterns_of_both(changed)),
      listed_actions_(index_, changed.services ? &*changed.services : nullptr) {
    const ActionClasses classes = changed_classes(index_, pair_.budget());
    complete_ = classes.complete;
    std::unordered_map<Met, std::size_t, BitsHash> known; // the position of its group
    for (const ActionClass& one : classes.classes) {
        const auto [group, fresh] = known.emplace(one.met, groups_.size());
        if (fresh) {
            add_group(one.met);
        }
        groups_[group->second].members.push_back(one.action);
    }
}

// Tells a witness of all statements that have none, or one that takes more.
void Gains::add_witness(const std::vector<const Statement*>& statements,
                        Witness witness,
                        std::vector<Witness>& out) {
    for (const Statement* statement : statements) {
        witness.statement = statement;
        const auto told = std::ranges::find(out, statement, &Witness::statement);
        if (told == out.end()) {
            out.push_back(witness);
        } else if (witness.via < told->via) {
            *told = witness;
        }
    }
}

void Gains::add_alike(Body body,
                      LayerMask layers,
                      const CompiledStatement& statement,
                      AlikeList list) {
    for (std::size_t i = list.first == 0 ? list.alikes.size() : list.first - 1;
         i < list.alikes.size();
         ++i) {
        Alike& known = list.alikes[i];
        if (known.body == body && known.layers == layers) {
            known.statements.push_back(statement.source);
            return;
        }
    }
    list.alikes.push_back({body, layers, &statement, {statement.source}});
    list.first = list.first == 0 ? static_cast<std::uint32_t>(list.alikes.size()) : list.first;
}

// Of actions that AWS lists the heaviest of which it knows such requests, else the heaviest.
void Gains::choose_action(Question& question) {
    constexpr std::size_t most_looks = 48;
    constexpr std::size_t cost_of_a_look = 200; // in units of Budget
    Group& group = question.group;
    if (!group.listed) {
        group.listed = listed_actions_.like(group.members, group.met);
    }
    const auto& all = *group.listed;
    const reference::ListedAction* chosen = all.empty() ? nullptr : all.front();
    for (std::size_t i = 0; i < std::min(all.size(), most_looks) && !question.fits; ++i) {
        if (!pair_.budget().spend(cost_of_a_look)) {
            break;
        }
        const bool alike =
            i > 0 && all[i]->types == all[i - 1]->types && all[i]->keys == all[i - 1]->keys;
        question.fits = !alike && fits(question, listed(*all[i]));
        chosen = question.fits ? all[i] : chosen;
    }
    if (chosen == nullptr) {
        question.action = group.members.front();
    } else {
        question.action = name_of(*chosen);
        question.listed = &listed(*chosen);
    }
}

// Whether AWS lists of an action a type of resource and the keys that what is asserted needs.
bool Gains::fits(const Question& question, const Listed& listed) {
    const auto needs_only_its_keys = [&](const Alike* alike) {
        const CompiledRest& rest = *alike->compiled->rest;
        const auto has_values = [&](const Pattern& pattern) {
            return std::ranges::all_of(pattern.variables, [&](const Variable& variable) {
                return variable.fallback || may_have(listed, variable.key);
            });
        };
        const policy::Patterns* resources =
            alike->compiled->source->resources ? &*alike->compiled->source->resources : nullptr;
        return std::ranges::all_of(rest.tests(),
                                   [&](const Test& test) {
                                       return holds_absent(test) || may_have(listed, test.key);
                                   }) &&
               (resources == nullptr || resources->negated ||
                std::ranges::any_of(rest.resources(), has_values));
    };
    return std::ranges::all_of(question.asserted, needs_only_its_keys) &&
           (listed.resources.empty() ||
            pair_.residual().may_be_among(bodies_of(question.asserted), listed.resources));
}

void Gains::add_group(const Met& met) {
    Group& group = groups_.emplace_back();
    group.met = met;
    const std::size_t of_before = pair_.statements(Side::before).size();
    const auto list_of = [&](Body body, Side side, bool allow) {
        constexpr std::size_t lists = 4; // of each side, and of each effect
        const std::size_t list = (side == Side::before ? 0U : 2U) + (allow ? 0U : 1U);
        const std::size_t at = body * lists + list;
        if (at >= first_alike_.size()) {
            first_alike_.resize(at + lists, 0);
        }
        return AlikeList{allow ? group.allows[side] : group.denies[side], first_alike_[at]};
    };
    met.for_each([&](std::size_t number) {
        const Side side = number < of_before ? Side::before : Side::after;
        const std::size_t at = side == Side::before ? number : number - of_before;
        const CompiledStatement& statement = pair_.statements(side)[at];
        const bool allow = statement.source->effect == Effect::allow;
        const Body body = pair_.bodies(side)[at];
        add_alike(body, pair_.layers_of(side, at), statement, list_of(body, side, allow));
    });
    for (const Side side : {Side::before, Side::after}) {
        for (const bool allow : {true, false}) {
            for (const Alike& alike : allow ? group.allows[side] : group.denies[side]) {
                list_of(alike.body, side, allow).first = 0;
            }
        }
    }
}

void Gains::find(Side side, std::vector<Witness>& out, std::vector<Doubt>& doubts) {
    find_all(side, Axis::allowed, out, doubts);
}

void Gains::find_denied(Side side, std::vector<Witness>& out, std::vector<Doubt>& doubts) {
    find_all(side, Axis::denied, out, doubts);
}

void Gains::find_all(Side side, Axis axis, std::vector<Witness>& out, std::vector<Doubt>& doubts) {
    const bool allowed = axis == Axis::allowed;
    const auto& statements = pair_.document(side).statements;
    std::vector<const Group*> unsure(statements.size(), nullptr); // the first group, by statement
    for (Group& group : groups_) {
        for (const Alike& alike : allowed ? group.allows[side] : group.denies[side]) {
            const Told told = allowed ? find_allowed_in(group, side, alike, out)
                                      : find_denied_in(group, side, alike, out);
            if (told == Told::unsure) {
                for (const Statement* statement : alike.statements) {
                    const Group*& first =
                        unsure[static_cast<std::size_t>(statement - statements.data())];
                    first = first == nullptr ? &group : first;
                }
            }
        }
    }
    for (std::size_t i = 0; i < unsure.size(); ++i) {
        if (unsure[i] != nullptr && !is_told(out, &statements[i])) {
            doubts.push_back(
                {side,
                 &statements[i],
                 fmt::format("whether it {} anything for `{}` was neither shown nor ruled out",
                             allowed ? "gives" : "denies",
                             unsure[i]->members.front()),
                 side});
        }
    }
    const Effect effect = allowed ? Effect::allow : Effect::deny;
    const auto first = std::ranges::find(statements, effect, &Statement::effect);
    if (!complete_ && out.empty() && first != statements.end()) {
        doubts.push_back({side,
                          &*first,
                          "its action patterns have more combinations than the budget allows",
                          side});
    }
    std::ranges::sort(out, {}, [](const Witness& w) { return w.statement->index; });
}

// Either no Allow of the other document matches, or one of its Denies does. In that case all its
// Allows may as well match.
Gains::Told
Gains::find_allowed_in(Group& group, Side side, const Alike& allow, std::vector<Witness>& out) {
    if (!is_wanted(allow.statements, out)) {
        return Told::nothing;
    }
    if (pair_.is_layered()) {
        return find_in_layers(group, side, allow, out);
    }
    std::vector<const Alike*> denies;
    append(group.denies[side], denies);
    std::optional<Witness> best;
    bool sure = true;
    const auto look = [&](std::vector<const Alike*> asserted,
                          std::vector<const Alike*> refuted,
                          const Statement* because) {
        Witness witness;
        const Search search = this->search(
            {group, side, Axis::allowed, std::move(asserted), std::move(refuted)}, witness);
        sure = sure && search != Search::gave_up;
        if (search == Search::found && (!best || witness.via < best->via)) {
            witness.because = because;
            best = std::move(witness);
        }
    };
    // Making a question ready costs a look at all that it is about.
    const auto can_ask = [&] {
        sure = sure && !pair_.budget().is_spent();
        return !pair_.budget().is_spent();
    };
    if (!has(group.allows[other(side)], allow.body) && can_ask()) {
        std::vector<const Alike*> refuted = denies;
        append(group.allows[other(side)], refuted);
        look({&allow}, std::move(refuted), nullptr);
    }
    for (const Alike* deny : denies_alone(group, other(side))) {
        if ((best && best->via == Via::nothing) || !can_ask()) {
            break;
        }
        look({&allow, deny}, denies, deny->statements.front());
    }
    if (!best) {
        return sure ? Told::nothing : Told::unsure;
    }
    add_witness(allow.statements, std::move(*best), out);
    return Told::witness;
}

std::vector<Body> Gains::bodies_of(const std::vector<const Alike*>& list) {
    std::vector<Body> bodies;
    bodies.reserve(list.size());
    for (const Alike* alike : list) {
        bodies.push_back(alike->body);
    }
    return bodies;
}

// The Denies of a side whose bodies the other side has not.
const std::vector<const Gains::Alike*>& Gains::denies_alone(Group& group, Side side) {
    auto& alone = group.denies_alone[side];
    if (!alone) {
        std::vector<Body> others;
        for (const Alike& deny : group.denies[other(side)]) {
            others.push_back(deny.body);
        }
        std::ranges::sort(others);
        alone.emplace();
        for (const Alike& deny : group.denies[side]) {
            if (!std::ranges::binary_search(others, deny.body)) {
                alone->push_back(&deny);
            }
        }
    }
    return *alone;
}

// Only Denies matter to what is denied.
Gains::Told
Gains::find_denied_in(Group& group, Side side, const Alike& deny, std::vector<Witness>& out) {
    const auto& others = group.denies[other(side)];
    if (has(others, deny.body) || !is_wanted(deny.statements, out)) {
        return Told::nothing;
    }
    Witness witness;
    std::vector<const Alike*> refuted;
    append(others, refuted);
    const Search search = this->search({group, side, Axis::denied, {&deny}, refuted}, witness);
    if (search != Search::found) {
        return search == Search::none ? Told::nothing : Told::unsure;
    }
    add_witness(deny.statements, std::move(witness), out);
    return Told::witness;
}

// Whether a request answers the question as it was asked: as a gain of the statements asserted, and
// for the reason that it looks into.
bool Gains::meets(const Question& question, const Request& request) {
    const AskedRequest asked(request);
    const auto matches = [&](const Alike* alike) {
        return matches_but_for_action(*alike->compiled, asked);
    };
    return std::ranges::all_of(question.asserted, matches) &&
           std::ranges::none_of(question.refuted, matches);
}

// Every statement of the group takes in its action, so actions are not looked at again.
bool Gains::holds(const Question& question, const Request& request, bool unclear_exempt) const {
    const AskedRequest asked(request, unclear_exempt);
    const Group& group = question.group;
    const Side side = question.side;
    if (question.axis == Axis::denied) {
        return any_matches(group.denies[side], asked) &&
               !any_matches(group.denies[other(side)], asked);
    }
    return is_allowed(group, side, asked) && !is_allowed(group, other(side), asked);
}

bool Gains::is_allowed(const Group& group, Side side, const AskedRequest& asked) const {
    if (!pair_.is_layered()) {
        return any_matches(group.allows[side], asked) && !any_matches(group.denies[side], asked);
    }
    LayerMask layers = 0;
    for (const Alike& allow : group.allows[side]) {
        if ((allow.layers & ~layers) != 0 && matches_but_for_action(*allow.compiled, asked)) {
            layers |= allow.layers;
        }
    }
    return layers == pair_.all_layers() && !any_matches(group.denies[side], asked);
}

bool Gains::is_unclear(const Question& question, const Request& request) const {
    return request.principal && !holds(question, request, true);
}

Search Gains::search(Question question, Witness& witness) {
    if (!pair_.is_layered()) { // where one search is all of a question
        pair_.budget().begin_question();
    }
    if (!pair_.budget().spend(1)) {
        return Search::gave_up; // before an action is chosen
    }
    choose_action(question);
    const Listed* listed = question.listed;
    const Preferred preferred =
        question.fits ? Preferred{listed->resources, listed->samples} : Preferred{};
    const auto confirm = [&](Candidate& candidate) { return this->confirm(question, candidate); };
    Found found = pair_.residual().search(
        bodies_of(question.asserted), bodies_of(question.refuted), preferred, confirm);
    if (found.search != Search::found) {
        return found.search;
    }
    if (!is_shown(question, found.request)) {
        return Search::gave_up;
    }
    witness.request = std::move(found.request);
    witness.absent = std::move(found.grade.absent);
    witness.via = found.grade.via;
    witness.note = std::move(found.grade.note);
    return Search::found;
}

// What the evaluator of whole documents says of a request.
bool Gains::is_shown(const Question& question, Request request) const {
    const Outcome wanted = question.axis == Axis::allowed ? Outcome::allow : Outcome::explicit_deny;
    const auto says = [&](Side side) { return outcome_of(side, pair_.policy(side), request); };
    return says(question.side) == wanted && says(other(question.side)) != wanted;
}

Outcome Gains::outcome_of(Side side, const Compiled& policy, const Request& request) const {
    if (!pair_.is_layered()) {
        return evaluate(policy, request).outcome;
    }
    return evaluate_set(policy, pair_.masks(side), pair_.all_layers(), request).outcome;
}

std::optional<Grade> Gains::confirm(Question& question, Candidate& candidate) {
    Request& request = candidate.request;
    request.action = question.action;
    if (!meets(question, request)) {
        return std::nullopt;
    }
    Grade grade;
    // Each look at a request is paid for by the statements that it goes through. A repair ends with
    // the budget, so that contradictions may be left.
    constexpr std::size_t cost_of_a_statement = 4;
    const Holds still_holds = [&](const Request& one) {
        const std::size_t statements = question.asserted.size() + question.refuted.size();
        return pair_.budget().spend(cost_of_a_statement * statements) &&
               has_possible_values(pair_.parts(), one) && meets(question, one);
    };
    const Holds unclear = [&](const Request& one) { return is_unclear(question, one); };
    Repair repair(pair_.parts(),
                  pair_.residual().callers(),
                  still_holds,
                  unclear,
                  question.fits,
                  question.attempts_left);
    const std::string resource = request.resource;
    const std::vector<std::string> absent = absent_keys(question, candidate);
    grade.absent = absent;
    std::vector<Contradiction> contradictions;
    // What must be missing besides depends on the caller, who may be exchanged for another.
    for (int round = 0; round < 2 && (round == 0 || !contradictions.empty()); ++round) {
        exchange_action(question, request);
        repair.improve(request, grade.absent);
        const auto derived = repair.derive(
            request,
            [&](const Request& one) { return holds(question, one, false); },
            [&](std::string_view key) { return is_tested(question.group, key); });
        grade.absent = absent;
        grade.absent.insert(grade.absent.end(), derived.begin(), derived.end());
        // What the repair gave a value after all need not be missing.
        std::erase_if(grade.absent,
                      [&](const std::string& key) { return request.context.contains(key); });
        contradictions = contradictions_of(request, grade.absent);
    }
    std::ranges::sort(grade.absent);
    grade.absent.erase(std::unique(grade.absent.begin(), grade.absent.end()), grade.absent.end());
    const bool crossing = (candidate.star_crosses_colon || resource != request.resource) &&
                          takes_crossing(question, request);
    if (!contradictions.empty()) {
        grade.via = Via::impossible_request;
        grade.note = contradictions.front().text;
    } else if (unclear(request)) {
        grade.via = Via::account_not_listed;
    } else if (crossing) {
        grade.via = Via::star_crosses_colon;
    }
    // What AWS does not list of the action no other request will mend, where it does not fit; and
    // probably not either where it did not a few times.
    const bool unlisted = std::ranges::any_of(contradictions, &Contradiction::of_action);
    question.looks_for_listed -= unlisted && question.looks_for_listed > 0 ? 1U : 0U;
    question.fits = question.fits && question.looks_for_listed > 0;
    const auto counts = [&](const Contradiction& one) { return question.fits || !one.of_action; };
    const auto left = static_cast<std::size_t>(std::ranges::count_if(contradictions, counts));
    grade.rank =
        left > 0 || contradictions.empty() ? static_cast<std::size_t>(grade.via) + left : 0;
    return grade;
}

// Another action that meets the same, where AWS lists such requests of that and not of this.
void Gains::exchange_action(const Question& question, Request& request) {
    const Listed* now = listed(request.action);
    if (now == nullptr || knows(*now, request)) {
        return;
    }
    const auto known = std::ranges::find_if(*question.group.listed, [&](const auto* action) {
        return knows(listed(*action), request);
    });
    if (known != question.group.listed->end()) {
        request.action = name_of(**known);
    }
}

// Whether some statement of a group tests a key or takes its value for a variable.
bool Gains::is_tested(const Group& group, std::string_view key) {
    const auto in_pattern = [&](const Pattern& pattern) {
        return std::ranges::find(pattern.variables, key, &Variable::key) != pattern.variables.end();
    };
    const auto in_test = [&](const Test& test) {
        return test.key == key ||
               std::ranges::any_of(test.predicates, [&](const Predicate& predicate) {
                   const auto* pattern = std::get_if<Pattern>(&predicate.value);
                   return pattern != nullptr && in_pattern(*pattern);
               });
    };
    const auto in_statements = [&](const std::vector<Alike>& list) {
        return std::ranges::any_of(list, [&](const Alike& alike) {
            return std::ranges::any_of(alike.compiled->rest->tests(), in_test) ||
                   (alike.compiled->source->resources &&
                    std::ranges::any_of(alike.compiled->rest->resources(), in_pattern));
        });
    };
    return in_statements(group.allows[Side::before]) || in_statements(group.allows[Side::after]) ||
           in_statements(group.denies[Side::before]) || in_statements(group.denies[Side::after]);
}

// Keys without which alone the request is a witness: with none of the values that tests tell apart,
// and that go together with the rest of it, it still is.
std::vector<std::string> Gains::absent_keys(const Question& question,
                                            const Candidate& candidate) const {
    constexpr std::size_t most_values = 24;
    std::vector<std::string> absent;
    const std::size_t possible =
        candidate.maybe_missing.empty() ? 0 : contradictions_of(candidate.request, {}).size();
    for (const std::string& key : candidate.maybe_missing) {
        const auto values = sample_values(pair_.parts(), key, most_values);
        const bool can_be_there = std::ranges::any_of(values, [&](const std::string& value) {
            Request with = candidate.request;
            with.context[pair_.parts().spelling_of(key)] = {value};
            return holds(question, with, false) && contradictions_of(with, {}).size() <= possible;
        });
        if (!can_be_there) {
            absent.push_back(pair_.parts().spelling_of(key));
        }
    }
    return absent;
}

// Whether a request is no gain once stars are kept inside the fields of ARNs.
bool Gains::takes_crossing(const Question& question, const Request& request) {
    if (!fieldwise_) {
        fieldwise_.emplace(Compiled(pair_.document(Side::before), ResourceReading::fieldwise),
                           Compiled(pair_.document(Side::after), ResourceReading::fieldwise));
    }
    const Outcome wanted = question.axis == Axis::allowed ? Outcome::allow : Outcome::explicit_deny;
    const auto says = [&](Side side) { return outcome_of(side, (*fieldwise_)[side], request); };
    return says(question.side) != wanted || says(other(question.side)) == wanted;
}

} // namespace polhist::access
