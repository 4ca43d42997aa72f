#include "access/gains.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace polhist::access {
namespace {

using policy::Effect;
using policy::Statement;

template <typename List>
bool has(const List& list, Body body) {
    return std::ranges::any_of(list, [&](const auto& alike) { return alike.body == body; });
}

template <typename List>
void append_bodies(const List& list, std::vector<Body>& out) {
    for (const auto& alike : list) {
        out.push_back(alike.body);
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

// Whether there is a statement that no witness is told of yet.
bool is_untold(const std::vector<const Statement*>& statements,
               const std::vector<Witness>& witnesses) {
    return std::ranges::any_of(
        statements, [&](const Statement* statement) { return !is_told(witnesses, statement); });
}

void add_witness(const std::vector<const Statement*>& statements,
                 Witness witness,
                 std::vector<Witness>& out) {
    for (const Statement* statement : statements) {
        if (!is_told(out, statement)) {
            witness.statement = statement;
            out.push_back(witness);
        }
    }
}

} // namespace

Gains::Gains(Pair& pair, const Changed& changed) : pair_(pair) {
    std::vector<ActionPatterns> patterns = changed.patterns[Side::before];
    const auto& after = changed.patterns[Side::after];
    patterns.insert(patterns.end(), after.begin(), after.end());
    const Services* services = changed.services ? &*changed.services : nullptr;
    const ActionClasses classes =
        changed_classes(ActionIndex(std::move(patterns), services), pair_.budget());
    complete_ = classes.complete;
    std::map<Met, bool> known;
    for (const ActionClass& one : classes.classes) {
        if (known.emplace(one.met, true).second) {
            add_group(one);
        }
    }
}

void Gains::add_alike(Body body, const CompiledStatement& statement, std::vector<Alike>& list) {
    for (Alike& known : list) {
        if (known.body == body) {
            known.statements.push_back(statement.source);
            return;
        }
    }
    list.push_back({body, &statement, {statement.source}});
}

void Gains::add_group(const ActionClass& one) {
    Group& group = groups_.emplace_back();
    group.action = one.action;
    std::size_t number = 0;
    for (const Side side : {Side::before, Side::after}) {
        const auto& statements = pair_.statements(side);
        for (std::size_t i = 0; i < statements.size(); ++i, ++number) {
            if (one.met[number]) {
                const bool allow = statements[i].source->effect == Effect::allow;
                add_alike(pair_.bodies(side)[i],
                          statements[i],
                          allow ? group.allows[side] : group.denies[side]);
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
    std::map<std::size_t, std::pair<const Statement*, std::string>> unsure; // by index
    for (const Group& group : groups_) {
        for (const Alike& alike : allowed ? group.allows[side] : group.denies[side]) {
            const Told told = allowed ? find_allowed_in(group, side, alike, out)
                                      : find_denied_in(group, side, alike, out);
            for (const Statement* statement : alike.statements) {
                if (told == Told::unsure) {
                    unsure.emplace(statement->index, std::pair(statement, group.action));
                }
            }
        }
    }
    for (const auto& [index, open] : unsure) {
        if (!is_told(out, open.first)) {
            doubts.push_back(
                {side,
                 open.first,
                 fmt::format("whether it {} anything for `{}` was neither shown nor ruled out",
                             allowed ? "gives" : "denies",
                             open.second),
                 side});
        }
    }
    const auto& statements = pair_.document(side).statements;
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
Gains::Told Gains::find_allowed_in(const Group& group,
                                   Side side,
                                   const Alike& allow,
                                   std::vector<Witness>& out) {
    if (!is_untold(allow.statements, out)) {
        return Told::nothing;
    }
    Witness witness;
    std::vector<Body> denies;
    append_bodies(group.denies[side], denies);
    Search search = Search::none;
    if (!has(group.allows[other(side)], allow.body)) {
        std::vector<Body> refuted = denies;
        append_bodies(group.allows[other(side)], refuted);
        search = this->search({group, side, Axis::allowed, {allow.body}, refuted}, witness);
    }
    bool sure = search != Search::gave_up;
    for (const Alike& deny : group.denies[other(side)]) {
        if (search != Search::found && !has(group.denies[side], deny.body)) {
            search = this->search({group, side, Axis::allowed, {allow.body, deny.body}, denies},
                                  witness);
            witness.because = deny.statements.front();
            sure = sure && search != Search::gave_up;
        }
    }
    if (search != Search::found) {
        return sure ? Told::nothing : Told::unsure;
    }
    add_witness(allow.statements, std::move(witness), out);
    return Told::witness;
}

// Only Denies matter to what is denied.
Gains::Told
Gains::find_denied_in(const Group& group, Side side, const Alike& deny, std::vector<Witness>& out) {
    const auto& others = group.denies[other(side)];
    if (has(others, deny.body) || !is_untold(deny.statements, out)) {
        return Told::nothing;
    }
    Witness witness;
    std::vector<Body> refuted;
    append_bodies(others, refuted);
    const Search search = this->search({group, side, Axis::denied, {deny.body}, refuted}, witness);
    if (search != Search::found) {
        return search == Search::none ? Told::nothing : Told::unsure;
    }
    add_witness(deny.statements, std::move(witness), out);
    return Told::witness;
}

bool Gains::holds(const Question& question, const Request& request) const {
    const AskedRequest asked(request);
    const Group& group = question.group;
    const Side side = question.side;
    if (question.axis == Axis::denied) {
        return any_matches(group.denies[side], asked) &&
               !any_matches(group.denies[other(side)], asked);
    }
    return any_matches(group.allows[side], asked) && !any_matches(group.denies[side], asked) &&
           (!any_matches(group.allows[other(side)], asked) ||
            any_matches(group.denies[other(side)], asked));
}

Search Gains::search(const Question& question, Witness& witness) {
    pair_.budget().begin_question();
    const auto confirm = [&](const Request& found) { return holds(question, found); };
    Found found = pair_.residual().search(question.asserted, question.refuted, confirm);
    if (found.search == Search::found) {
        witness.request = std::move(found.request);
        witness.request.action = question.group.action;
        if (found.star_crosses_colon && takes_crossing(question, witness.request)) {
            witness.via = Via::star_crosses_colon;
        }
    }
    return found.search;
}

// Whether a request is no gain once stars are kept inside the fields of ARNs.
bool Gains::takes_crossing(const Question& question, const Request& request) {
    if (!fieldwise_) {
        fieldwise_.emplace(Compiled(pair_.document(Side::before), ResourceReading::fieldwise),
                           Compiled(pair_.document(Side::after), ResourceReading::fieldwise));
    }
    const Outcome wanted = question.axis == Axis::allowed ? Outcome::allow : Outcome::explicit_deny;
    return evaluate((*fieldwise_)[question.side], request).outcome != wanted ||
           evaluate((*fieldwise_)[other(question.side)], request).outcome == wanted;
}

} // namespace polhist::access
