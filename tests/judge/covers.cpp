#include "judge/covers.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::judge {
namespace {

constexpr std::size_t most_extra = 6; // grants watched in one trial

// A grant as a rule of one action and one resource, the tests as they were generated.
Rule rule_of(const policy::Grant& grant, const Policy& policy) {
    Rule rule = policy.rules[grant.statement().index];
    if (grant.action() != nullptr) {
        rule.actions = {*grant.action()};
    }
    if (grant.resource() != nullptr) {
        rule.resources = {*grant.resource()};
    }
    if (grant.principal() != nullptr) {
        rule.principals = {{grant.principal()->kind, grant.principal()->value}};
    }
    return rule;
}

} // namespace

void Covers::ask(access::Comparison& comparison,
                 const Pair& pair,
                 const std::array<policy::Document, 2>& documents) {
    for (const Side side : {after, before}) {
        const auto grants = policy::grants_of(documents.at(side));
        const std::size_t step = std::max<std::size_t>(1, grants.size() / 3);
        for (std::size_t i = 0; i < grants.size() && asked_.size() < most_extra; i += step) {
            const auto answer = comparison.is_covered(
                side == before ? access::Side::before : access::Side::after, grants[i]);
            const Rule rule = rule_of(grants[i], policy_of(pair, side));
            const bool meant = values_ == Values::as_carried;
            asked_.push_back({side, meant ? meaning_of(rule) : rule, answer, false, {}});
        }
    }
}

std::vector<Extra> Covers::extra(const Pair& pair) const {
    std::vector<Extra> watched;
    for (const Asked& one : asked_) {
        watched.push_back({&policy_of(pair, one.side), one.rule, Unclear::ruled});
    }
    return watched;
}

void Covers::see(Mask met, const std::array<Said, 2>& said, const Request& request) {
    for (std::size_t i = 0; i < asked_.size(); ++i) {
        Asked& one = asked_[i];
        const Said& other = said.at(1 - one.side);
        const bool same = one.rule.deny ? other.deny : other.allow && !other.deny;
        if ((met & (Mask{1} << i)) != 0 && !same && !one.uncovered) {
            one.uncovered = true;
            one.shown = request;
        }
    }
}

CoverCounts Covers::judge(bool complete, Findings& findings) const {
    CoverCounts counts;
    for (const Asked& one : asked_) {
        ++counts.asked;
        counts.undecided += one.answer ? 0 : 1;
        counts.beyond += one.answer == false && !one.uncovered && complete ? 1 : 0;
        if (one.answer == true && one.uncovered) {
            findings.push_back({Fault::false_cover,
                                fmt::format("a grant of statement of {} ({} on {}): {}",
                                            one.side == after ? "new" : "old",
                                            fmt::join(one.rule.actions, ","),
                                            fmt::join(one.rule.resources, ","),
                                            to_json(one.shown))});
        }
    }
    return counts;
}

} // namespace polhist::judge
