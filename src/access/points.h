// One value of each kind that numbers, dates and networks tell apart.
//
// Limits of numbers and dates cut their line into finitely many pieces, networks lie inside or
// beside each other: on each piece every comparison is constant.

#pragma once

#include "access/condition.h"

#include <string>
#include <vector>

namespace polhist::access {

class Points {
public:
    void add(const Predicate& predicate);

    // The values to try, those that look usual first. `complete` becomes false where a piece has
    // no value that can be written here.
    [[nodiscard]] std::vector<std::string> candidates(bool& complete) const;

private:
    std::vector<Decimal> numbers_;
    std::vector<Instant> dates_;
    std::vector<Network> networks_;
    std::vector<std::string> texts_; // as written, for where kinds are mixed
};

} // namespace polhist::access
