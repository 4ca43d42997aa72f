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

// One document. An open statement is one with a piece that is not known.
struct Parts {
    explicit Parts(const Document& document) : whole(document), compiled(document) {
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
    std::set<std::string> meanings; // of its open statements
};

// A document without its open statements.
View known_of(const Parts& parts) {
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
View widest_of(const Parts& parts, const Parts& other) {
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

// What the open statements of one side may do that those of the other do not.
void add_doubts(const Parts& parts, const Parts& other, Side side, std::vector<Doubt>& out) {
    for (const Statement& statement : parts.whole.statements) {
        const policy::Condition* pieces = unresolved_condition(statement);
        if (pieces != nullptr && !other.has(statement, parts.whole.language)) {
            out.push_back({side, &statement, reason_of(*pieces), std::nullopt});
        }
    }
}

// Whether `request` is certainly allowed by the one and not by the other.
bool is_certain(const Request& request, const Parts& allows, const Parts& denies) {
    const Outcome outcome = evaluate(denies.compiled, request).outcome;
    return evaluate(allows.compiled, request).outcome == Outcome::allow &&
           outcome != Outcome::allow && outcome != Outcome::undecided;
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
        const Parts& parts;
        View view;

        // Of a statement of the view.
        const Statement* original(const Statement* statement) const {
            return statement == nullptr ? nullptr
                                        : &parts.whole.statements[view.places[statement->index]];
        }
    };

    Comparer(Viewed before, Viewed after) : before_(std::move(before)), after_(std::move(after)) {}

    // Witnesses that are certain for the whole documents; all else that was found is doubt.
    Access compare(std::size_t budget, std::vector<Doubt>& doubts) const {
        Access access = Comparison(before_.view.document, after_.view.document, budget).verdict();
        for (Doubt& doubt : access.doubts) {
            doubt.statement =
                (doubt.side == Side::before ? before_ : after_).original(doubt.statement);
            add_once(std::move(doubt), doubts);
        }
        access.gained = settled(std::move(access.gained), Side::after, doubts);
        access.lost = settled(std::move(access.lost), Side::before, doubts);
        return access;
    }

private:
    std::vector<Witness>
    settled(std::vector<Witness> found, Side side, std::vector<Doubt>& doubts) const {
        const Viewed& allows = side == Side::after ? after_ : before_;
        const Viewed& denies = side == Side::after ? before_ : after_;
        std::vector<Witness> certain;
        for (Witness& witness : found) {
            witness.statement = allows.original(witness.statement);
            witness.because = denies.original(witness.because);
            if (is_certain(witness.request, allows.parts, denies.parts)) {
                certain.push_back(std::move(witness));
                continue;
            }
            add_once({side,
                      witness.statement,
                      fmt::format("`{}` may fall under a statement of which a piece is filled in "
                                  "later",
                                  witness.request.action)},
                     doubts);
        }
        return certain;
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
    const Parts old_parts(before);
    const Parts new_parts(after);
    std::vector<Doubt> doubts;
    Access access = Comparer({old_parts, known_of(old_parts)}, {new_parts, known_of(new_parts)})
                        .compare(budget, doubts);
    // A Deny that came or went may matter only to what open Allows allow. Where neither view gains,
    // nothing does, whatever is filled in: what a known Allow gives, the first says; what an open
    // one gives in both documents, only a Deny can tell apart, and the second says that none does.
    Comparer({old_parts, widest_of(old_parts, new_parts)},
             {new_parts, widest_of(new_parts, old_parts)})
        .compare(budget, doubts);
    add_doubts(old_parts, new_parts, Side::before, doubts);
    add_doubts(new_parts, old_parts, Side::after, doubts);
    access.doubts = std::move(doubts);
    if (!access.doubts.empty()) {
        access.verdict = Verdict::undecided;
    }
    return access;
}

} // namespace polhist::access
