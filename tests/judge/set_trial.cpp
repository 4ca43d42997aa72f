#include "judge/set_trial.h"

#include "access/sets.h"
#include "judge/exchange.h"
#include "judge/set_witness.h"
#include "policy/set_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace polhist::judge {
namespace {

using access::Verdict;

constexpr std::size_t first_evaluated = 4; // requests that both evaluators are asked about
constexpr std::size_t each_evaluated = 61; // and of those after them one in so many

policy::PolicySet read(const PolicySet& set) {
    const std::string text = to_json(set);
    const json::Source source{"generated", text};
    const auto tree = json::Tree::parse(source);
    auto read = tree ? policy::read_set(tree->root()) : tl::make_unexpected(tree.error());
    if (!read) {
        throw std::runtime_error(read.error().message + '\n' + text);
    }
    return std::move(*read);
}

Verdict swapped(Verdict verdict) {
    return verdict == Verdict::broader    ? Verdict::narrower
           : verdict == Verdict::narrower ? Verdict::broader
                                          : verdict;
}

const std::vector<access::Witness>& shown(const access::Access& access, Side side) {
    return told(access, {Axis::allowed, side});
}

// Whether a doubt leaves it open that a side allows what the other does not.
bool is_open(const access::Access& access, Side side) {
    const auto direction = side == after ? access::Side::after : access::Side::before;
    return shown(access, side).empty() &&
           std::ranges::any_of(access.doubts, [&](const access::Doubt& doubt) {
               return !doubt.direction || doubt.direction == direction;
           });
}

class Judge {
public:
    explicit Judge(const SetPair& pair)
        : meant_{meaning_of(pair.before), meaning_of(pair.after)},
          sets_{read(pair.before), read(pair.after)},
          meanings_{SetMeaning(meant_.before, meant_.after, watchlist_),
                    SetMeaning(meant_.after, meant_.before, watchlist_)} {}

    SetTrial run() {
        if (watchlist_.size() > most_rules) {
            trial_.skipped = true;
            return trial_;
        }
        ask_engine();
        check_words();
        check_laws();
        const std::vector<Extra> watched = watchlist_.extra();
        const Universe universe(nothing_, watched, Values::as_carried);
        const SetPairMeaning meaning{meant_, watchlist_, meanings_, universe.keys()};
        for (const Side side : sides) {
            for (const access::Witness& witness : shown(access_, side)) {
                confirm(meaning, side, *laid_out_, witness, trial_.findings);
                check_evaluation(own(witness.request));
            }
        }
        enumerate(universe);
        for (const Side side : sides) {
            check_shown(side);
        }
        return std::move(trial_);
    }

private:
    void find(Fault fault, std::string what) {
        trial_.findings.push_back({fault, std::move(what)});
    }

    void ask_engine() {
        const auto start = std::chrono::steady_clock::now();
        laid_out_.emplace(sets_[before], sets_[after]);
        access_ = access::compare_sets(*laid_out_);
        trial_.verdict = access_.verdict;
        trial_.engine_seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        for (const Side side : sides) {
            compiled_.emplace_back(sets_.at(side));
        }
    }

    // Whether the verdict says what the lists hold.
    void check_words() {
        const bool more = !shown(access_, after).empty();
        const bool less = !shown(access_, before).empty();
        const bool open = is_open(access_, before) || is_open(access_, after);
        const Verdict expected = open           ? Verdict::undecided
                                 : more && less ? Verdict::mixed
                                 : more         ? Verdict::broader
                                 : less         ? Verdict::narrower
                                                : Verdict::equivalent;
        if (access_.verdict != expected || access_.overall != expected) {
            find(Fault::disordered,
                 fmt::format("{}, overall {}, where the lists say {}",
                             name_of(access_.verdict),
                             name_of(access_.overall),
                             name_of(expected)));
        }
    }

    void check_laws() {
        const access::LayeredSets other(sets_[after], sets_[before]);
        const Verdict reverse = access::compare_sets(other).verdict;
        if (reverse != swapped(access_.verdict) && reverse != Verdict::undecided &&
            access_.verdict != Verdict::undecided) {
            find(Fault::not_swapped,
                 fmt::format(
                     "{}, the other way round {}", name_of(access_.verdict), name_of(reverse)));
        }
        for (const Side side : sides) {
            const access::LayeredSets same(sets_.at(side), sets_.at(side));
            const Verdict verdict = access::compare_sets(same).verdict;
            if (verdict != Verdict::equivalent) {
                find(Fault::not_itself,
                     fmt::format(
                         "{} is {} to itself", side == after ? "new" : "old", name_of(verdict)));
            }
        }
    }

    void enumerate(const Universe& universe) {
        std::size_t seen = 0;
        const bool complete = universe.enumerate([&](Mask met, const Request& request) {
            for (const Side side : sides) {
                if (!first_.at(side) && meanings_.at(side).allows(met) &&
                    !meanings_.at(1 - side).allows(met)) {
                    first_.at(side) = request;
                    check_evaluation(request);
                }
            }
            if (seen < first_evaluated || seen % each_evaluated == 0) {
                check_evaluation(request);
            }
            ++seen;
            return first_[before] && first_[after];
        });
        trial_.skipped = !complete;
    }

    void check_shown(Side side) {
        const bool told = !shown(access_, side).empty();
        trial_.beyond = trial_.beyond || (told && !first_.at(side) && !trial_.skipped);
        if (first_.at(side) && !told && !is_open(access_, side)) {
            find(Fault::missed_gain,
                 fmt::format("the engine says {}; {} {}",
                             name_of(access_.verdict),
                             side == after ? "gained" : "lost",
                             to_json(*first_.at(side))));
        }
    }

    void check_evaluation(const Request& request) {
        const Mask met = watchlist_.met_by(request);
        for (const Side side : sides) {
            ++trial_.evaluated;
            const auto outcome = compiled_.at(side).evaluate(theirs(request)).outcome;
            const SetMeaning& meaning = meanings_.at(side);
            const Said said = meaning.said(met);
            const access::Outcome expected = said.deny    ? access::Outcome::explicit_deny
                                             : said.allow ? access::Outcome::allow
                                                          : access::Outcome::implicit_deny;
            // Of others than its caller a set only has to allow nothing.
            if (meaning.is_by_caller(met) ? outcome != expected
                                          : outcome == access::Outcome::allow) {
                find(Fault::other_evaluation,
                     fmt::format("{} is {} by polhist, {} by the judge: {}",
                                 side == after ? "new" : "old",
                                 name_of(outcome),
                                 name_of(expected),
                                 to_json(request)));
            }
        }
    }

    SetPair meant_;
    std::array<policy::PolicySet, 2> sets_;
    Watchlist watchlist_;
    std::array<SetMeaning, 2> meanings_;
    Pair nothing_;
    std::optional<access::LayeredSets> laid_out_;
    std::vector<access::CompiledSet> compiled_;
    access::Access access_;
    std::array<std::optional<Request>, 2> first_; // of the universe, that one side alone allows
    SetTrial trial_;
};

} // namespace

SetTrial try_sets(const SetPair& pair) {
    return Judge(pair).run();
}

SetTrial try_documents(const Pair& pair) {
    SetTrial trial;
    const policy::Document old = read(pair.before);
    const policy::Document now = read(pair.after);
    const Verdict expected = access::Comparison(old, now).verdict().verdict;
    const auto alone = [](const Policy& policy) {
        return read(PolicySet{{{LayerName::identity, {policy}}}, std::nullopt, false});
    };
    const access::LayeredSets sets(alone(pair.before), alone(pair.after));
    trial.verdict = access::compare_sets(sets).verdict;
    if (trial.verdict != expected && expected != Verdict::undecided) {
        trial.findings.push_back({Fault::not_as_documents,
                                  fmt::format("{} as sets, {} as documents",
                                              name_of(trial.verdict),
                                              name_of(expected))});
    }
    return trial;
}

} // namespace polhist::judge
