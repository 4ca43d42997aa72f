#include "access/check.h"

#include "access/operator.h"
#include "access/trust.h"

#include <algorithm>
#include <array>

namespace polhist::access {
namespace {

using policy::Document;
using policy::Statement;

bool has_unknown_operator(const Document& document) {
    return std::ranges::any_of(document.statements, [](const Statement& statement) {
        return std::ranges::any_of(statement.conditions, [](const policy::Condition& condition) {
            return !parse_operator(condition.comparison);
        });
    });
}

// The reasons that lie in what `after` allows and `before` does not. Statements keep their numbers
// in `before` and `after` that they have in the documents that the caller knows.
std::vector<Reason> reasons_of(const Access& access,
                               bool every_doubt_counts,
                               const Document& reference,
                               const Document& checked) {
    const auto in = [](const Document& document, const Statement* statement) {
        return statement == nullptr || statement->index >= document.statements.size()
                   ? nullptr
                   : &document.statements[statement->index];
    };
    std::vector<Reason> reasons;
    for (const Witness& witness : access.gained) {
        reasons.push_back({in(checked, witness.statement),
                           witness.request,
                           in(reference, witness.because),
                           witness.star_crosses_colon,
                           false,
                           {}});
    }
    for (const Doubt& doubt : access.doubts) {
        const bool of_reference = doubt.side == Side::before;
        if (every_doubt_counts || !of_reference) {
            reasons.push_back({in(of_reference ? reference : checked, doubt.statement),
                               std::nullopt,
                               nullptr,
                               false,
                               of_reference,
                               doubt.reason});
        }
    }
    return reasons;
}

// What a document allows that `denials` leave: `narrowed` is the document with them.
Checked check_rest(Check check,
                   const Document& document,
                   const std::vector<Statement>& denials,
                   std::size_t budget) {
    Document narrowed = document;
    narrowed.statements.insert(narrowed.statements.end(), denials.begin(), denials.end());
    Document nothing;
    nothing.language = document.language;
    const Access access = Comparison(nothing, narrowed, budget).verdict();
    return {check, reasons_of(access, true, nothing, document)};
}

std::vector<Statement> denials_of_others(const AccessPatterns& patterns, std::size_t first) {
    std::vector<Statement> denials;
    const auto add = [&](Statement statement) {
        statement.effect = policy::Effect::deny;
        statement.index = first + denials.size();
        denials.push_back(std::move(statement));
    };
    if (!patterns.actions.empty()) {
        Statement others;
        others.actions = {true, patterns.actions};
        // As in every document, the list is sorted without letter case.
        std::ranges::sort(others.actions.values, [](const auto& a, const auto& b) {
            return policy::compare_folded(a, b) < 0;
        });
        add(std::move(others));
    }
    if (!patterns.resources.empty()) {
        Statement elsewhere;
        elsewhere.actions.values = {"*"};
        elsewhere.resources = policy::Patterns{true, patterns.resources};
        add(std::move(elsewhere));
    }
    return denials;
}

} // namespace

std::string_view name_of(Check check) {
    constexpr std::array<std::string_view, 3> names{
        "no-new-access", "access-not-granted", "no-public-access"};
    return names.at(static_cast<std::size_t>(check));
}

Checked
check_no_new_access(const Document& reference, const Document& changed, std::size_t budget) {
    const Access access = Comparison(reference, changed, budget).verdict();
    // Whether the reference allows more is no question here; its unknown operators are.
    const bool every_doubt_counts =
        has_unknown_operator(reference) || has_unknown_operator(changed);
    return {Check::no_new_access, reasons_of(access, every_doubt_counts, reference, changed)};
}

Checked check_access_not_granted(const Document& document,
                                 const AccessPatterns& patterns,
                                 std::size_t budget) {
    return check_rest(Check::access_not_granted,
                      document,
                      denials_of_others(patterns, document.statements.size()),
                      budget);
}

bool can_match(const AccessPatterns& patterns) {
    Document everything;
    everything.language = policy::Language::v2012;
    Statement& allow = everything.statements.emplace_back();
    allow.actions.values = {"*"};
    allow.resources = policy::Patterns{false, {"*"}};
    return !check_access_not_granted(everything, patterns).passed();
}

Checked check_no_public_access(const Document& document, std::size_t budget) {
    return check_rest(Check::no_public_access, document, denials_of_trusted(document), budget);
}

} // namespace polhist::access
