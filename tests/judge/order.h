// Which of two documents gives at most what the other gives, whatever stands beside them.
//
// By its definition and nothing else: new is at most old exactly when each request that a Deny of
// old matches is matched by a Deny of new, and each that new allows by an Allow of old.

#pragma once

#include "judge/question.h"

namespace polhist::judge {

// What one document says of one request.
struct Said {
    bool allow = false; // some Allow matches
    bool deny = false;  // some Deny matches

    bool operator==(const Said&) const = default;
};

Said said_by(const Policy& policy, const Request& request);

class Order {
public:
    void add(const std::array<Said, 2>& said);

    // Whether some request so far shows that a side is not at most the other.
    [[nodiscard]] bool is_above(Side side) const { return above_.at(side); }

    [[nodiscard]] access::Verdict verdict() const; // of new against old, never undecided

private:
    std::array<bool, 2> above_{};
};

} // namespace polhist::judge
