#include "judge/claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace polhist::judge {
namespace {

using access::DenialVerdict;
using access::Verdict;

// Equal for rules that differ in actions and in the order of their lists alone.
Rule without_actions(Rule rule) {
    rule.actions.clear();
    rule.not_action = false;
    std::ranges::sort(rule.resources);
    std::ranges::sort(rule.principals);
    for (Test& test : rule.tests) {
        std::ranges::sort(test.values);
        test.key = lower(test.key);
    }
    std::ranges::sort(rule.tests, {}, [](const Test& test) {
        return std::tuple(test.comparison, test.key, test.values);
    });
    return rule;
}

void check_lists(const access::Access& access, const Question& on, Findings& findings) {
    const bool allowed = on.axis == Axis::allowed;
    const auto& doubts = allowed ? access.doubts : access.denies.doubts;
    const auto& more = told(access, {on.axis, after});
    const auto& less = told(access, {on.axis, before});
    const std::size_t expected = (more.empty() ? 0U : 1U) + (less.empty() ? 0U : 2U);
    const auto index = allowed ? static_cast<std::size_t>(access.verdict)
                               : static_cast<std::size_t>(access.denies.verdict);
    if (is_decided(access, on) ? index != expected || !doubts.empty() : doubts.empty()) {
        findings.push_back(
            {Fault::disordered,
             fmt::format("{} with {} {}, {} {}, {} doubts",
                         allowed ? name_of(access.verdict) : name_of(access.denies.verdict),
                         more.size(),
                         name_of(Question{on.axis, after}),
                         less.size(),
                         name_of(Question{on.axis, before}),
                         doubts.size())});
    }
}

} // namespace

void check_words(const access::Access& access, Findings& findings) {
    check_lists(access, {Axis::allowed, after}, findings);
    check_lists(access, {Axis::denied, after}, findings);
    const bool above = !access.gained.empty() || !access.denies.less.empty();
    const bool below = !access.lost.empty() || !access.denies.more.empty();
    const bool decided =
        access.verdict != Verdict::undecided && access.denies.verdict != DenialVerdict::undecided;
    if (access.overall == Verdict::undecided && (decided || (above && below))) {
        findings.push_back({Fault::disordered, "undecided overall, of parts that decide it"});
    }
}

void check_overall(const access::Access& access, const Order& order, Findings& findings) {
    if (access.overall != Verdict::undecided && order.verdict() != access.overall) {
        findings.push_back({Fault::wrong_overall,
                            fmt::format("the engine says {}, the definition {}",
                                        name_of(access.overall),
                                        name_of(order.verdict()))});
    }
}

bool is_told(const std::vector<access::Witness>& told,
             const std::vector<Rule>& rules,
             std::size_t index) {
    return std::ranges::any_of(told, [&](const access::Witness& witness) {
        return without_actions(rules[witness.statement->index]) == without_actions(rules[index]);
    });
}

} // namespace polhist::judge
