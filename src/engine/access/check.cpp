#include "access/check.h"

#include "access/trust.h"

#include <algorithm>
#include <array>

namespace polhist::access {
namespace {

using policy::Document;
using policy::Statement;

Reason reason_of(const Witness& witness) {
    Reason reason;
    reason.request = witness.request;
    reason.absent = witness.absent;
    reason.via = witness.via;
    reason.note = witness.note;
    return reason;
}

// The reasons that lie in what `after` allows and `before` does not. Statements keep their numbers
// in `before` and `after` that they have in the documents that the caller knows.
std::vector<Reason>
reasons_of(const Access& access, const Document& reference, const Document& checked) {
    const auto in = [](const Document& document, const Statement* statement) {
        return statement == nullptr || statement->index >= document.statements.size()
                   ? nullptr
                   : &document.statements[statement->index];
    };
    std::vector<Reason> reasons;
    for (const Witness& witness : access.gained) {
        Reason& reason = reasons.emplace_back(reason_of(witness));
        reason.statement = in(checked, witness.statement);
        reason.because = in(reference, witness.because);
    }
    for (const Doubt& doubt : access.doubts) {
        if (doubt.direction.value_or(Side::after) == Side::after) {
            const bool of_reference = doubt.side == Side::before;
            Reason& reason = reasons.emplace_back();
            reason.statement = in(of_reference ? reference : checked, doubt.statement);
            reason.of_reference = of_reference;
            reason.doubt = doubt.reason;
        }
    }
    return reasons;
}

// What the reference denies and the checked document does not: another document may allow it.
void add_lost_denials(const Access& access, std::vector<Reason>& reasons) {
    for (const Witness& witness : access.denies.less) {
        Reason& reason = reasons.emplace_back(reason_of(witness));
        reason.statement = witness.statement;
        reason.of_reference = true;
        reason.denial = true;
    }
    for (const Doubt& doubt : access.denies.doubts) {
        if (doubt.direction == Side::before) {
            Reason& reason = reasons.emplace_back();
            reason.statement = doubt.statement;
            reason.of_reference = true;
            reason.denial = true;
            reason.doubt = doubt.reason;
        }
    }
}

// What a document, read as `narrowed`, allows that `denials` leave.
Checked check_rest(Check check,
                   const Document& document,
                   Document narrowed,
                   const std::vector<Statement>& denials,
                   std::size_t budget) {
    narrowed.statements.insert(narrowed.statements.end(), denials.begin(), denials.end());
    const Document nothing = policy::nothing_beside(document);
    const Access access = Comparison(nothing, narrowed, budget).verdict();
    return {check, reasons_of(access, nothing, document)};
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
    std::vector<Reason> reasons = reasons_of(access, reference, changed);
    add_lost_denials(access, reasons);
    return {Check::no_new_access, std::move(reasons)};
}

Checked check_access_not_granted(const Document& document,
                                 const AccessPatterns& patterns,
                                 std::size_t budget) {
    return check_rest(Check::access_not_granted,
                      document,
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
    return check_rest(Check::no_public_access,
                      document,
                      with_wildcards_as_everybody(document),
                      denials_of_trusted(document),
                      budget);
}

bool is_action_pattern(std::string_view text) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789-*?";
    const std::size_t colon = text.find(':');
    const std::string_view name = text.substr(colon == std::string_view::npos ? 0 : colon + 1);
    return text == "*" || (colon != std::string_view::npos && colon > 0 && !name.empty() &&
                           text.substr(0, colon).find_first_not_of(allowed) == std::string::npos &&
                           name.find_first_not_of(allowed) == std::string::npos);
}

FaultyPattern fault_of(const AccessPatterns& patterns) {
    if (patterns.actions.empty() && patterns.resources.empty()) {
        return {PatternFault::none_named, {}};
    }
    for (const std::string& action : patterns.actions) {
        if (!is_action_pattern(action)) {
            return {PatternFault::no_action, action};
        }
    }
    for (const std::string& resource : patterns.resources) {
        if (resource != "*" && !resource.starts_with("arn:")) {
            return {PatternFault::no_resource, resource};
        }
        if (!can_match({{}, {resource}})) {
            return {PatternFault::matches_nothing, resource};
        }
    }
    return {};
}

const Statement* without_principal(const Document& document) {
    const auto without = std::ranges::find_if(
        document.statements, [](const Statement& one) { return !one.principals.has_value(); });
    return without == document.statements.end() ? nullptr : &*without;
}

} // namespace polhist::access
