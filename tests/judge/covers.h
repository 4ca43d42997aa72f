// Grants of which the engine says whether the other document covers them.

#pragma once

#include "access/compare.h"
#include "judge/finding.h"
#include "judge/order.h"
#include "judge/question.h"
#include "judge/universe.h"

namespace polhist::judge {

struct CoverCounts {
    int asked = 0;
    int undecided = 0;
    int beyond = 0; // told as not covered, without a request in the universe
};

class Covers {
public:
    explicit Covers(Values values) : values_(values) {}

    // Asks about a few grants of both documents.
    void ask(access::Comparison& comparison,
             const Pair& pair,
             const std::array<policy::Document, 2>& documents);

    // What to watch, one for each grant that was asked about.
    [[nodiscard]] std::vector<Extra> extra(const Pair& pair) const;

    // A request that meets some of the grants, `met` with a bit for each.
    void see(Mask met, const std::array<Said, 2>& said, const Request& request);

    CoverCounts judge(bool complete, Findings& findings) const;

private:
    struct Asked {
        Side side = after; // of the grant
        Rule rule;
        std::optional<bool> answer;
        bool uncovered = false;
        Request shown; // a request of the grant that the other side does not decide alike
    };

    Values values_;
    std::vector<Asked> asked_;
};

} // namespace polhist::judge
