#include "access/gains.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace polhist::access {
namespace {

using policy::Effect;
using policy::Statement;

template <typename List>
void add_alike(Body body, const Statement* statement, List& list) {
    for (auto& known : list) {
        if (known.body == body) {
            known.statements.push_back(statement);
            return;
        }
    }
    list.push_back({body, {statement}});
}

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

bool is_told(const std::vector<Witness>& witnesses, const Statement* statement) {
    return std::ranges::find(witnesses, statement, &Witness::statement) != witnesses.end();
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

void Gains::add_group(const ActionClass& one) {
    Group& group = groups_.emplace_back();
    group.action = one.action;
    std::size_t number = 0;
    for (const Side side : {Side::before, Side::after}) {
        const auto& statements = pair_.statements(side);
        for (std::size_t i = 0; i < statements.size(); ++i, ++number) {
            if (one.met[number]) {
                const Statement* source = statements[i].source;
                const bool allow = source->effect == Effect::allow;
                add_alike(
                    pair_.bodies(side)[i], source, allow ? group.allows[side] : group.denies[side]);
            }
        }
    }
}

void Gains::find(Side side, std::vector<Witness>& out, std::vector<Doubt>& doubts) {
    std::map<std::size_t, std::pair<const Statement*, std::string>> unsure; // by index
    for (const Group& group : groups_) {
        for (const Alike& allow : group.allows[side]) {
            if (find_in(group, side, allow, out) == Told::unsure) {
                for (const Statement* statement : allow.statements) {
                    unsure.emplace(statement->index, std::pair(statement, group.action));
                }
            }
        }
    }
    for (const auto& [index, open] : unsure) {
        if (!is_told(out, open.first)) {
            doubts.push_back({side,
                              open.first,
                              fmt::format("whether it gives anything for `{}` was neither "
                                          "shown nor ruled out",
                                          open.second)});
        }
    }
    const auto& statements = pair_.document(side).statements;
    if (!complete_ && out.empty() && !statements.empty()) {
        doubts.push_back({side,
                          &statements.front(),
                          "its action patterns have more combinations than the budget allows"});
    }
    std::ranges::sort(out, {}, [](const Witness& w) { return w.statement->index; });
}

// Either no Allow of the other document matches, or one of its Denies does. In that case all its
// Allows may as well match.
Gains::Told
Gains::find_in(const Group& group, Side side, const Alike& allow, std::vector<Witness>& out) {
    std::vector<const Statement*> untold;
    std::ranges::copy_if(allow.statements,
                         std::back_inserter(untold),
                         [&](const Statement* statement) { return !is_told(out, statement); });
    if (untold.empty()) {
        return Told::nothing;
    }
    Witness witness;
    std::vector<Body> denies;
    append_bodies(group.denies[side], denies);
    Search search = Search::none;
    if (!has(group.allows[other(side)], allow.body)) {
        std::vector<Body> refuted = denies;
        append_bodies(group.allows[other(side)], refuted);
        search = this->search(group, side, {allow.body}, refuted, witness);
    }
    bool sure = search != Search::gave_up;
    for (const Alike& deny : group.denies[other(side)]) {
        if (search != Search::found && !has(group.denies[side], deny.body)) {
            search = this->search(group, side, {allow.body, deny.body}, denies, witness);
            witness.because = deny.statements.front();
            sure = sure && search != Search::gave_up;
        }
    }
    if (search != Search::found) {
        return sure ? Told::nothing : Told::unsure;
    }
    for (const Statement* statement : untold) {
        witness.statement = statement;
        out.push_back(witness);
    }
    return Told::witness;
}

Search Gains::search(const Group& group,
                     Side side,
                     const std::vector<Body>& asserted,
                     const std::vector<Body>& refuted,
                     Witness& witness) {
    pair_.budget().begin_question();
    const auto confirm = [&](const Request& found) {
        Request request = found;
        request.action = group.action;
        return evaluate(pair_.policy(side), request).outcome == Outcome::allow &&
               evaluate(pair_.policy(other(side)), request).outcome != Outcome::allow;
    };
    Found found = pair_.residual().search(asserted, refuted, confirm);
    if (found.search == Search::found) {
        witness.request = std::move(found.request);
        witness.request.action = group.action;
        // Short ARNs aside, what is found without crossing is a gain without it too.
        witness.star_crosses_colon = (found.star_crosses_colon || pair_.parts().has_short_arns()) &&
                                     takes_crossing(side, witness.request);
    }
    return found.search;
}

// Whether a request is no gain once stars are kept inside the fields of ARNs.
bool Gains::takes_crossing(Side side, const Request& request) {
    if (!fieldwise_) {
        fieldwise_.emplace(Compiled(pair_.document(Side::before), ResourceReading::fieldwise),
                           Compiled(pair_.document(Side::after), ResourceReading::fieldwise));
    }
    return evaluate((*fieldwise_)[side], request).outcome != Outcome::allow ||
           evaluate((*fieldwise_)[other(side)], request).outcome == Outcome::allow;
}

} // namespace polhist::access
