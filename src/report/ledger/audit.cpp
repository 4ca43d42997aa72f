#include "ledger/audit.h"

#include "ledger/claims.h"
#include "ledger/matching.h"
#include "ledger/rows.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <iterator>
#include <tuple>

namespace polhist::ledger {
namespace {

auto order_of(const Finding& finding) {
    return std::tie(finding.policy, finding.date, finding.kind, finding.subject);
}

// Policies by their names, which prose may speak of without claiming them to be in a document.
std::vector<std::string_view> policy_names(std::span<const Ledger> ledgers,
                                           std::span<const Subject> subjects) {
    std::vector<std::string_view> names;
    for (const Ledger& ledger : ledgers) {
        for (const Prose& prose : ledger.prose) {
            names.emplace_back(prose.policy);
        }
        for (const Update& update : ledger.updates) {
            names.emplace_back(update.policy);
        }
    }
    for (const Subject& subject : subjects) {
        names.emplace_back(subject.history->name);
    }
    return names;
}

void append(std::vector<Finding>& findings, std::vector<Finding> more) {
    std::ranges::move(more, std::back_inserter(findings));
}

} // namespace

std::string_view name_of(FindingKind kind) {
    constexpr std::array<std::string_view, 7> names{"undocumented",
                                                    "misspelt",
                                                    "not-found",
                                                    "unspecified",
                                                    "unmentioned",
                                                    "misdated",
                                                    "contradiction"};
    return names[static_cast<std::size_t>(kind)];
}

std::vector<Finding> audit(std::span<const Ledger> ledgers, std::span<const Subject> subjects) {
    const std::vector<std::string_view> names = policy_names(ledgers, subjects);
    std::vector<Finding> findings;
    for (const Subject& subject : subjects) {
        assert(subject.documents.size() == subject.history->states.size());
        const Ledger ledger = ledger_on(ledgers, subject.history->name);
        if (subject.documents.empty() || !speaks_of(ledger, subject.history->name)) {
            continue;
        }
        append(findings, audit_rows(ledger, subject));
        for (const Prose& prose : ledger.prose) {
            append(findings, audit_claims(prose, *subject.documents.back(), names));
        }
    }
    std::ranges::stable_sort(
        findings, [](const Finding& a, const Finding& b) { return order_of(a) < order_of(b); });
    const auto repeated =
        std::unique(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
            return order_of(a) == order_of(b);
        });
    findings.erase(repeated, findings.end());
    return findings;
}

std::vector<Finding> audit(const Ledger& ledger, std::span<const Subject> subjects) {
    return audit(std::span(&ledger, 1), subjects);
}

} // namespace polhist::ledger
