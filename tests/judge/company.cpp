// The theorem behind the overall verdict, tried: new is at most old beside every other document
// exactly when D_old lies in D_new and A_new in P_old.
//
//     company [PAIRS] [SEED]
//
// Beside two documents stand, one after the other, nothing, a document that allows everything, and
// documents at random. What the two then allow is asked of the judge for each request that the
// documents can tell apart, and of the engine on the documents put together. Exit status 1 where
// one of them breaks the theorem.

#include "access/compare.h"
#include "judge/exchange.h"
#include "judge/generator.h"
#include "judge/order.h"
#include "judge/universe.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace polhist::judge {
namespace {

using access::Verdict;

struct Counts {
    std::size_t pairs = 0;
    std::size_t at_most = 0; // directions of pairs in which the one is at most the other
    std::size_t above = 0;
    std::size_t skipped = 0; // with too many requests
    std::size_t undecided = 0;
    std::size_t faults = 0;
};

Policy together(const Policy& policy, const Policy& other) {
    Policy both = policy;
    both.rules.insert(both.rules.end(), other.rules.begin(), other.rules.end());
    return both;
}

Policy allow_everything() {
    Policy policy;
    policy.rules.emplace_back();
    policy.rules.back().actions = {"*"};
    policy.rules.back().resources = {"*"};
    return policy;
}

// Whether each side allows something that the other does not.
using Above = std::array<bool, 2>;

// Two documents and those beside them, all read in one language.
class Meeting {
public:
    Meeting(Profile profile, std::uint64_t seed) {
        Generator generator(profile, seed);
        values_ = values_of(profile);
        pair_ = generator.pair();
        company_ = {Policy{true, {}}, allow_everything(), generator.policy(), generator.policy()};
        for (Policy* policy : {&pair_.before, &pair_.after, &company_[2], &company_[3]}) {
            policy->has_variables = true;
        }
    }

    bool run(Counts& counts) {
        ++counts.pairs;
        const Above engine = ask_engine(counts);
        const bool complete = ask_judge();
        counts.skipped += complete ? 0 : 1;
        for (const Side side : sides) {
            ++(order_.is_above(side) ? counts.above : counts.at_most);
            if (complete && order_.is_above(side) != shown_.at(side)) {
                say("the judge", side, order_.is_above(side));
            }
            if (order_.is_above(side) && !engine.at(side) && !undecided_) {
                say("the engine against the definition", side, false);
            }
        }
        counts.faults += faults_;
        return faults_ == 0;
    }

private:
    // Every request against the definition and against each company.
    bool ask_judge() {
        if (values_ == Values::as_carried) {
            for (Policy* policy : {&pair_.before, &pair_.after, &company_[2], &company_[3]}) {
                *policy = meaning_of(std::move(*policy));
            }
        }
        std::vector<Extra> extra;
        for (const Policy& other : company_) {
            for (const Rule& rule : other.rules) {
                extra.push_back({&other, rule, Unclear::ruled});
            }
        }
        const Universe universe(pair_, extra, values_);
        return universe.enumerate([&](Mask, const Request& request) {
            order_.add({said_by(pair_.before, request), said_by(pair_.after, request)});
            for (const Policy& other : company_) {
                const bool old = allows(together(pair_.before, other), request);
                const bool now = allows(together(pair_.after, other), request);
                shown_[before] = shown_[before] || (old && !now);
                shown_[after] = shown_[after] || (now && !old);
            }
            return false;
        });
    }

    // What the engine says overall, held against what it says in each company.
    Above ask_engine(Counts& counts) {
        const Verdict overall = verdict_of(pair_, true);
        Above seen{};
        bool all_decided = overall != Verdict::undecided;
        for (const Policy& other : company_) {
            const Verdict one =
                verdict_of({together(pair_.before, other), together(pair_.after, other)}, false);
            all_decided = all_decided && one != Verdict::undecided;
            seen[after] = seen[after] || is_more(one);
            seen[before] = seen[before] || is_less(one);
        }
        counts.undecided += all_decided ? 0 : 1;
        undecided_ = overall == Verdict::undecided;
        const Above above{is_less(overall), is_more(overall)};
        for (const Side side : sides) {
            if (!undecided_ && (seen.at(side) ? !above.at(side) : above.at(side) && all_decided)) {
                say("the engine", side, above.at(side));
            }
        }
        return above;
    }

    static bool is_more(Verdict verdict) {
        return verdict == Verdict::broader || verdict == Verdict::mixed;
    }

    static bool is_less(Verdict verdict) {
        return verdict == Verdict::narrower || verdict == Verdict::mixed;
    }

    static Verdict verdict_of(const Pair& pair, bool overall) {
        const policy::Document old = read(pair.before);
        const policy::Document now = read(pair.after);
        const access::Access access = access::Comparison(old, now).verdict();
        return overall ? access.overall : access.verdict;
    }

    void say(const char* who, Side side, bool above) {
        ++faults_;
        fmt::print("{}: {} is {}at most the other, but not so in company\n  old {}\n  new {}\n",
                   who,
                   side == after ? "new" : "old",
                   above ? "not " : "",
                   to_json(pair_.before),
                   to_json(pair_.after));
        for (const Policy& other : company_) {
            fmt::print("  beside {}\n", to_json(other));
        }
    }

    Values values_ = Values::as_tested;
    Pair pair_;
    std::array<Policy, 4> company_;
    Order order_;
    Above shown_{};
    bool undecided_ = false;
    std::size_t faults_ = 0;
};

int run(std::size_t pairs, std::uint64_t seed) {
    Counts counts;
    for (std::size_t i = 0; i < pairs; ++i) {
        const auto profile = static_cast<Profile>(i % default_profiles);
        Meeting(profile, seed * 1'000'003 + i).run(counts);
    }
    fmt::print("{} pairs with 4 companies each: at most {}, above {}, skipped {}, undecided {}, "
               "faults {}\n",
               counts.pairs,
               counts.at_most,
               counts.above,
               counts.skipped,
               counts.undecided,
               counts.faults);
    return counts.faults == 0 ? 0 : 1;
}

} // namespace
} // namespace polhist::judge

int main(int count, char** arguments) {
    try {
        return polhist::judge::run(count > 1 ? std::stoul(arguments[1]) : 1000,
                                   count > 2 ? std::stoull(arguments[2]) : 1);
    } catch (const std::exception& error) {
        fmt::print(stderr, "company: {}\n", error.what());
        return 2;
    }
}
