#include "judge/order.h"

#include <algorithm>

namespace polhist::judge {

Said said_by(const Policy& policy, const Request& request) {
    const auto some = [&](bool deny) {
        return std::ranges::any_of(policy.rules, [&](const Rule& rule) {
            return rule.deny == deny && matches(policy, rule, request);
        });
    };
    return {some(false), some(true)};
}

void Order::add(const std::array<Said, 2>& said) {
    for (const Side side : sides) {
        const Said& own = said.at(side);
        const Said& other = said.at(1 - side);
        const bool allowed = own.allow && !own.deny;
        above_.at(side) = above_.at(side) || (other.deny && !own.deny) || (allowed && !other.allow);
    }
}

access::Verdict Order::verdict() const {
    using access::Verdict;
    if (above_[after]) {
        return above_[before] ? Verdict::mixed : Verdict::broader;
    }
    return above_[before] ? Verdict::narrower : Verdict::equivalent;
}

} // namespace polhist::judge
