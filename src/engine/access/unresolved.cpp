#include "access/unresolved.h"

#include "access/pair.h"
#include "policy/canonical.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
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

Statement without_pieces(Statement statement) {
    std::erase_if(statement.conditions, [](const policy::Condition& condition) {
        return condition.comparison == unresolved_operator;
    });
    return statement;
}

std::string meaning_of(Statement statement) {
    statement.sid.reset();
    return policy::canonical_text(statement, policy::Spelling::folded);
}

// Some of the statements of a document, as a document.
struct View {
    void add(Statement statement) {
        places.push_back(statement.index);
        statement.index = places.size() - 1;
        document.statements.push_back(std::move(statement));
    }

    Document document;
    std::vector<std::size_t> places; // of its statements in the whole
};

// The Denies of a document beside an Allow of everything: what it does not allow is denied.
Document denials_of(const Document& document) {
    Document denials;
    denials.language = document.language;
    std::ranges::copy_if(
        document.statements,
        std::back_inserter(denials.statements),
        [](const Statement& statement) { return statement.effect == policy::Effect::deny; });
    denials.statements.emplace_back().actions.values = {"*"};
    return denials;
}

// One document. An open statement is one with a piece that is not known.
struct Operand {
    explicit Operand(const Document& document)
        : whole(document),
          compiled(document),
          denials(denials_of(document)),
          compiled_denials(denials) {
        for (const Statement& statement : document.statements) {
            if (unresolved_condition(statement) != nullptr) {
                meanings.insert(meaning_of(statement));
            }
        }
    }

    // Whether an open statement is one of this document too.
    [[nodiscard]] bool has(const Statement& statement, policy::Language language) const {
        return language == whole.language && meanings.contains(meaning_of(statement));
    }

    const Document& whole;
    Compiled compiled;
    Document denials;
    Compiled compiled_denials;
    std::set<std::string> meanings; // of its open statements
};

// A document without its open statements.
View known_of(const Operand& parts) {
    View view;
    view.document.language = parts.whole.language;
    for (const Statement& statement : parts.whole.statements) {
        if (unresolved_condition(statement) == nullptr) {
            view.add(statement);
        }
    }
    return view;
}

// The same, with the open Allows that both documents have, which allow all that they may.
View widest_of(const Operand& parts, const Operand& other) {
    View view;
    view.document.language = parts.whole.language;
    for (const Statement& statement : parts.whole.statements) {
        if (unresolved_condition(statement) == nullptr) {
            view.add(statement);
        } else if (statement.effect == policy::Effect::allow &&
                   other.has(statement, parts.whole.language)) {
            view.add(without_pieces(statement));
        }
    }
    return view;
}

// What the open statements of one side may do that those of the other do not. An Allow may only
// give its own side something; a Deny may deny more there, and so leave more to the other.
void add_open(const Operand& parts, const Operand& across, Side side, Access& out) {
    for (const Statement& statement : parts.whole.statements) {
        const policy::Condition* pieces = unresolved_condition(statement);
        if (pieces == nullptr || across.has(statement, parts.whole.language)) {
            continue;
        }
        const std::string reason = reason_of(*pieces);
        const bool allow = statement.effect == policy::Effect::allow;
        out.doubts.push_back({side, &statement, reason, allow ? side : other(side)});
        if (!allow) {
            out.denies.doubts.push_back({side, &statement, reason, side});
        }
    }
}

// Whether `request` is certainly allowed by the one and not by the other.
bool is_certainly_allowed(const Request& request, const Operand& here, const Operand& across) {
    const Outcome outcome = evaluate(across.compiled, request).outcome;
    return evaluate(here.compiled, request).outcome == Outcome::allow &&
           outcome != Outcome::allow && outcome != Outcome::undecided;
}

// Whether `request` is certainly denied by the one and not by the other.
bool is_certainly_denied(const Request& request, const Operand& here, const Operand& across) {
    return evaluate(here.compiled_denials, request).outcome == Outcome::explicit_deny &&
           evaluate(across.compiled_denials, request).outcome == Outcome::allow;
}

void add_once(Doubt doubt, std::vector<Doubt>& out) {
    const bool is_there = std::ranges::any_of(out, [&](const Doubt& known) {
        return known.statement == doubt.statement && known.reason == doubt.reason;
    });
    if (!is_there) {
        out.push_back(std::move(doubt));
    }
}

// Two documents by views of them.
class Comparer {
public:
    struct Viewed {
        const Operand& parts;
        View view;

        // Of a statement of the view.
        const Statement* original(const Statement* statement) const {
            return statement == nullptr ? nullptr
                                        : &parts.whole.statements[view.places[statement->index]];
        }
    };

    Comparer(Viewed before, Viewed after) : before_(std::move(before)), after_(std::move(after)) {}

    // Witnesses that are certain for the whole documents; all else that was found is doubt.
    Access compare(std::size_t budget) const {
        Access access = Comparison(before_.view.document, after_.view.document, budget).verdict();
        for (auto* doubts : {&access.doubts, &access.denies.doubts}) {
            for (Doubt& doubt : *doubts) {
                doubt.statement = viewed(doubt.side).original(doubt.statement);
            }
        }
        Denials& denies = access.denies;
        settle(access.gained, Side::after, is_certainly_allowed, access.doubts);
        settle(access.lost, Side::before, is_certainly_allowed, access.doubts);
        settle(denies.more, Side::after, is_certainly_denied, denies.doubts);
        settle(denies.less, Side::before, is_certainly_denied, denies.doubts);
        return access;
    }

private:
    using IsCertain = bool (*)(const Request&, const Operand& here, const Operand& across);

    [[nodiscard]] const Viewed& viewed(Side side) const {
        return side == Side::before ? before_ : after_;
    }

    // Leaves the witnesses that are certain; `side` is the one that allows (or denies) them.
    void settle(std::vector<Witness>& witnesses,
                Side side,
                IsCertain is_certain,
                std::vector<Doubt>& doubts) const {
        const Viewed& here = viewed(side);
        const Viewed& across = viewed(other(side));
        std::vector<Witness> certain;
        for (Witness& witness : witnesses) {
            witness.statement = here.original(witness.statement);
            witness.because = across.original(witness.because);
            if (is_certain(witness.request, here.parts, across.parts)) {
                certain.push_back(std::move(witness));
                continue;
            }
            add_once({side,
                      witness.statement,
                      fmt::format("`{}` may fall under a statement of which a piece is filled in "
                                  "later",
                                  witness.request.action),
                      side},
                     doubts);
        }
        witnesses = std::move(certain);
    }

    Viewed before_;
    Viewed after_;
};

} // namespace

bool has_unresolved(const Document& document) {
    return std::ranges::any_of(document.statements, [](const Statement& statement) {
        return unresolved_condition(statement) != nullptr;
    });
}

Access compare_unresolved(const Document& before, const Document& after, std::size_t budget) {
    const Operand old_parts(before);
    const Operand new_parts(after);
    Access access = Comparer({old_parts, known_of(old_parts)}, {new_parts, known_of(new_parts)})
                        .compare(budget);
    // A Deny that came or went may matter only to what open Allows allow. Where neither view gains,
    // nothing does, whatever is filled in: what a known Allow gives, the first says; what an open
    // one gives in both documents, only a Deny can tell apart, and the second says that none does.
    // What is denied, the first says alone: both documents have the same open Denies, but for those
    // that are doubts.
    Access widest = Comparer({old_parts, widest_of(old_parts, new_parts)},
                             {new_parts, widest_of(new_parts, old_parts)})
                        .compare(budget);
    for (Doubt& doubt : widest.doubts) {
        add_once(std::move(doubt), access.doubts);
    }
    add_open(old_parts, new_parts, Side::before, access);
    add_open(new_parts, old_parts, Side::after, access);
    conclude(access);
    return access;
}

} // namespace polhist::access
