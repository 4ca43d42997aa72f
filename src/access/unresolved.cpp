#include "access/unresolved.h"

#include "policy/canonical.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace polhist::access {
namespace {

using policy::Document;
using policy::Statement;

const policy::Condition* unresolved_condition(const Statement& statement) {
    const auto found = std::ranges::find(
        statement.conditions, unresolved_operator, &policy::Condition::comparison);
    return found == statement.conditions.end() ? nullptr : &*found;
}

// `Resource is filled in later: Fn::Sub …`.
std::string reason_of(const policy::Condition& condition) {
    std::string values;
    for (const std::string& value : condition.values) {
        values += values.empty() ? "" : ", ";
        values += value;
    }
    return fmt::format("{} is filled in later: {}", condition.key, values);
}

std::string meaning_of(Statement statement) {
    statement.sid.reset();
    return policy::canonical_text(statement, policy::Spelling::folded);
}

// One document: its statements that are known, where those stand in it, and the others.
struct Parts {
    explicit Parts(const Document& document) : whole(document), compiled(document) {
        known.language = document.language;
        for (const Statement& statement : document.statements) {
            if (unresolved_condition(statement) != nullptr) {
                open.push_back(&statement);
                meanings.insert(meaning_of(statement));
            } else {
                places.push_back(statement.index);
                known.statements.push_back(statement);
                known.statements.back().index = places.size() - 1;
            }
        }
    }

    const Statement* original(const Statement* statement) const {
        return statement == nullptr ? nullptr : &whole.statements[places[statement->index]];
    }

    const Document& whole;
    Compiled compiled;
    Document known;
    std::vector<std::size_t> places;
    std::vector<const Statement*> open;
    std::set<std::string> meanings;
};

// What the open statements of one side may do that those of the other do not.
void add_doubts(const Parts& parts, const Parts& other, Side side, std::vector<Doubt>& out) {
    for (const Statement* statement : parts.open) {
        const bool same_language = parts.whole.language == other.whole.language;
        if (!same_language || !other.meanings.contains(meaning_of(*statement))) {
            out.push_back({side, statement, reason_of(*unresolved_condition(*statement))});
        }
    }
}

// Whether `request` is certainly allowed by the one and not by the other.
bool is_certain(const Request& request, const Parts& allows, const Parts& denies) {
    const Outcome outcome = evaluate(denies.compiled, request).outcome;
    return evaluate(allows.compiled, request).outcome == Outcome::allow &&
           outcome != Outcome::allow && outcome != Outcome::undecided;
}

// Moves witnesses to the documents of the caller; what is not certain is a doubt.
std::vector<Witness> settled(std::vector<Witness> found,
                             const Parts& allows,
                             const Parts& denies,
                             Side side,
                             std::vector<Doubt>& doubts) {
    std::vector<Witness> certain;
    for (Witness& witness : found) {
        witness.statement = allows.original(witness.statement);
        witness.because = denies.original(witness.because);
        if (is_certain(witness.request, allows, denies)) {
            certain.push_back(std::move(witness));
        } else {
            doubts.push_back({side,
                              witness.statement,
                              fmt::format("`{}` may fall under a statement of which a piece is "
                                          "filled in later",
                                          witness.request.action)});
        }
    }
    return certain;
}

} // namespace

bool has_unresolved(const Document& document) {
    return std::ranges::any_of(document.statements, [](const Statement& statement) {
        return unresolved_condition(statement) != nullptr;
    });
}

Access compare_unresolved(const Document& before, const Document& after, std::size_t budget) {
    const Parts old_parts(before);
    const Parts new_parts(after);
    Access access = Comparison(old_parts.known, new_parts.known, budget).verdict();
    std::vector<Doubt> doubts;
    for (Doubt& doubt : access.doubts) {
        const Parts& parts = doubt.side == Side::before ? old_parts : new_parts;
        doubt.statement = parts.original(doubt.statement);
        doubts.push_back(std::move(doubt));
    }
    add_doubts(old_parts, new_parts, Side::before, doubts);
    add_doubts(new_parts, old_parts, Side::after, doubts);
    access.gained = settled(std::move(access.gained), new_parts, old_parts, Side::after, doubts);
    access.lost = settled(std::move(access.lost), old_parts, new_parts, Side::before, doubts);
    access.doubts = std::move(doubts);
    if (!access.doubts.empty()) {
        access.verdict = Verdict::undecided;
    }
    return access;
}

} // namespace polhist::access
