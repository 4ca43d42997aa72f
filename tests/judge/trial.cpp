#include "judge/trial.h"

#include "access/compare.h"
#include "judge/claims.h"
#include "judge/exchange.h"
#include "judge/held_to.h"
#include "judge/witness.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace polhist::judge {
namespace {

constexpr int most_evaluated = 8; // requests that both evaluators are asked about

// Statements as bits of a mask.
struct Bits {
    std::array<Mask, 2> allow{};
    std::array<Mask, 2> deny{};

    [[nodiscard]] Mask of(const Question& question) const {
        return (question.axis == Axis::allowed ? allow : deny).at(question.side);
    }

    [[nodiscard]] std::array<Said, 2> said(Mask met) const {
        std::array<Said, 2> all;
        for (const Side side : sides) {
            all.at(side) = {(met & allow.at(side)) != 0, (met & deny.at(side)) != 0};
        }
        return all;
    }
};

Bits bits_of(const Pair& pair) {
    Bits bits;
    Mask bit = 1;
    for (const Side side : sides) {
        for (const Rule& rule : policy_of(pair, side).rules) {
            (rule.deny ? bits.deny : bits.allow).at(side) |= bit;
            bit <<= 1;
        }
    }
    return bits;
}

// Rules with NotPrincipal once more, to see what requests meet with unclear callers read the other
// way.
class Flipped {
public:
    // Adds them to what is watched: `extra`, after `rules`.
    Flipped(const Pair& pair, std::size_t rules, std::vector<Extra>& extra) {
        std::size_t from = 0;
        for (const Side side : sides) {
            for (const Rule& rule : policy_of(pair, side).rules) {
                if (rule.not_principal) {
                    bits_.push_back({from, rules + extra.size()});
                    extra.push_back({&policy_of(pair, side), rule, Unclear::flipped});
                }
                ++from;
            }
        }
    }

    // The mask of a request by the other reading.
    [[nodiscard]] Mask operator()(Mask met) const {
        Mask flipped = met;
        for (const auto& [from, to] : bits_) {
            const Mask bit = Mask{1} << from;
            flipped = (met & (Mask{1} << to)) != 0 ? flipped | bit : flipped & ~bit;
        }
        return flipped;
    }

private:
    std::vector<std::pair<std::size_t, std::size_t>> bits_;
};

bool shows(const std::array<Said, 2>& said, const Question& question) {
    const auto has = [&](Side side) {
        const Said& one = said.at(side);
        return question.axis == Axis::denied ? one.deny : one.allow && !one.deny;
    };
    return has(question.side) && !has(1 - question.side);
}

class Judge {
public:
    Judge(const Pair& pair, bool thorough, Values values)
        : pair_(values == Values::as_carried ? Pair{meaning_of(pair.before), meaning_of(pair.after)}
                                             : pair),
          thorough_(thorough),
          values_(values),
          documents_{read(pair.before), read(pair.after)},
          compiled_{access::Compiled(documents_[before]), access::Compiled(documents_[after])},
          bits_(bits_of(pair)),
          covers_(values) {}

    Trial run() {
        ask_engine();
        check_words(access_, trial_.findings);
        extra_ = covers_.extra(pair_);
        if (thorough_ && caller_labels) {
            flipped_.emplace(pair_, pair_.before.rules.size() + pair_.after.rules.size(), extra_);
        }
        universe_.emplace(pair_, extra_, values_);
        for (const Question& question : questions) {
            for (const access::Witness& witness : told(access_, question)) {
                examine(question, witness);
            }
        }
        enumerate();
        for (std::size_t i = 0; i < questions.size(); ++i) {
            judge(questions.at(i), seen_.at(i));
        }
        check_overall(access_, order_, trial_.findings);
        trial_.covers = covers_.judge(!trial_.skipped, trial_.findings);
        return std::move(trial_);
    }

private:
    // What requests of the universe show for a question.
    struct Seen {
        std::optional<Request> first;
        Mask giving = 0;  // statements that give it
        Mask clearly = 0; // and those that do whichever way unclear callers are read
    };

    void find(Fault fault, std::string what) {
        trial_.findings.push_back({fault, std::move(what)});
    }

    void ask_engine() {
        const auto start = std::chrono::steady_clock::now();
        access::Comparison comparison(documents_[before], documents_[after]);
        access_ = comparison.verdict();
        if (thorough_) {
            covers_.ask(comparison, pair_, documents_);
        }
        trial_.engine_seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        trial_.verdict = name_of(access_.verdict);
        trial_.denies = name_of(access_.denies.verdict);
        trial_.overall = name_of(access_.overall);
        trial_.undecided = access_.overall == access::Verdict::undecided;
    }

    void examine(const Question& question, const access::Witness& witness) {
        if (confirm(pair_, universe_->keys(), question, witness, trial_.findings)) {
            const Request request = own(witness.request);
            order_.add({said_by(pair_.before, request), said_by(pair_.after, request)});
        }
    }

    void enumerate() {
        const std::size_t rules = pair_.before.rules.size() + pair_.after.rules.size();
        int evaluated = 0;
        const bool complete = universe_->enumerate([&](Mask met, const Request& request) {
            const auto said = bits_.said(met);
            order_.add(said);
            for (std::size_t i = 0; i < questions.size(); ++i) {
                if (shows(said, questions.at(i))) {
                    see(seen_.at(i), met, questions.at(i), request);
                }
            }
            covers_.see(met >> rules, said, request);
            if (evaluated++ < most_evaluated) {
                check_evaluation(request, said);
            }
            return !thorough_ && is_all_seen();
        });
        trial_.skipped = !complete;
    }

    void see(Seen& seen, Mask met, const Question& question, const Request& request) {
        seen.giving |= met & bits_.of(question);
        const Mask flipped = flipped_ ? (*flipped_)(met) : 0;
        if (flipped_ && shows(bits_.said(flipped), question)) {
            seen.clearly |= met & flipped & bits_.of(question);
        }
        if (!seen.first) {
            seen.first = request;
        }
    }

    // Whether there is nothing left that a request could show.
    [[nodiscard]] bool is_all_seen() const {
        for (std::size_t i = 0; i < questions.size(); ++i) {
            if (!seen_.at(i).first && bits_.of(questions.at(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    void judge(const Question& question, const Seen& seen) {
        const auto& shown = told(access_, question);
        trial_.beyond = trial_.beyond || (!shown.empty() && !seen.first && !trial_.skipped);
        if (!is_decided(access_, question) || !seen.first) {
            return;
        }
        if (shown.empty()) {
            find(Fault::missed_gain,
                 fmt::format("the engine says {}, denies {}; {} {}",
                             trial_.verdict,
                             trial_.denies,
                             name_of(question),
                             to_json(*seen.first)));
            return;
        }
        const auto& rules = policy_of(pair_, question.side).rules;
        const std::size_t from = question.side == before ? 0 : pair_.before.rules.size();
        for (std::size_t i = 0; i < rules.size(); ++i) {
            if ((seen.giving & (Mask{1} << (from + i))) != 0 && !is_told(shown, rules, i)) {
                find(Fault::untold_statement,
                     fmt::format("{} by statement {}", name_of(question), i));
            }
        }
        check_haste(question, seen.clearly >> from);
    }

    // Whether a rule takes in actions of any service. Of those the engine shows one that AWS lists,
    // which AWS may not list for such a resource: that is worse than an unclear caller.
    static bool is_of_any_service(const Rule& rule) {
        return rule.not_action || std::ranges::any_of(rule.actions, [](const std::string& action) {
                   return action.substr(0, action.find(':')).find_first_of("*?") !=
                          std::string::npos;
               });
    }

    // A witness that hangs on an unclear caller is looked for last.
    void check_haste(const Question& question, Mask clearly) {
        const auto& rules = policy_of(pair_, question.side).rules;
        for (const access::Witness& witness : told(access_, question)) {
            if (witness.via == access::Via::account_not_listed &&
                !is_of_any_service(rules[witness.statement->index]) &&
                (clearly & (Mask{1} << witness.statement->index)) != 0) {
                find(Fault::wrong_label,
                     fmt::format("{} by statement {}, and that without unclear callers",
                                 name_of(question),
                                 witness.statement->index));
            }
        }
    }

    void check_evaluation(const Request& request, const std::array<Said, 2>& said) {
        for (const Side side : sides) {
            const auto decision = access::evaluate(compiled_.at(side), theirs(request));
            const Said plain = said_by(policy_of(pair_, side), request);
            const access::Outcome expected = plain.deny    ? access::Outcome::explicit_deny
                                             : plain.allow ? access::Outcome::allow
                                                           : access::Outcome::implicit_deny;
            if (decision.outcome != expected || plain != said.at(side)) {
                find(Fault::other_evaluation,
                     fmt::format("{} is {} by polhist, {} by the judge, {} by its table: {}",
                                 side == after ? "new" : "old",
                                 name_of(decision.outcome),
                                 name_of(expected),
                                 plain == said.at(side) ? "the same" : "another",
                                 to_json(request)));
            }
        }
    }

    Pair pair_; // as it is meant
    bool thorough_;
    Values values_;
    std::array<policy::Document, 2> documents_;
    std::array<access::Compiled, 2> compiled_;
    Bits bits_;
    access::Access access_;
    Covers covers_;
    std::vector<Extra> extra_;
    std::optional<Flipped> flipped_;
    std::optional<Universe> universe_;
    Order order_;
    std::array<Seen, questions.size()> seen_;
    Trial trial_;
};

} // namespace

Trial try_pair(const Pair& pair, bool thorough, Values values) {
    return Judge(pair, thorough, values).run();
}

} // namespace polhist::judge
