#include "judge/trial.h"

#include "access/compare.h"
#include "judge/evaluator.h"
#include "judge/universe.h"
#include "policy/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <tuple>

namespace polhist::judge {
namespace {

constexpr std::size_t most_extra = 6; // grants watched in one trial

policy::Document read(const Policy& policy) {
    const std::string text = to_json(policy);
    auto document = policy::read(json::Source{"generated", text});
    if (!document) {
        throw std::runtime_error(document.error().message + '\n' + text);
    }
    return std::move(*document);
}

Request own(const access::Request& request) {
    Request copy{request.action, request.resource, std::nullopt, {}};
    if (request.principal) {
        copy.principal = Name{request.principal->kind, request.principal->value};
    }
    for (const auto& [key, values] : request.context) {
        if (!values.empty()) {
            copy.context[lower(key)] = values;
        }
    }
    return copy;
}

access::Request theirs(const Request& request) {
    access::Request copy{request.action, request.resource, request.context, std::nullopt};
    if (request.principal) {
        copy.principal = policy::Principal{request.principal->kind, request.principal->value};
    }
    std::erase_if(copy.context, [](const auto& entry) { return entry.second.empty(); });
    return copy;
}

bool is_possible_action(const std::string& action) {
    const std::string folded = lower(action);
    const std::size_t colon = folded.find(':');
    return folded.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-:") ==
               std::string::npos &&
           colon != std::string::npos && colon != 0 && colon + 1 < folded.size() &&
           folded.find(':', colon + 1) == std::string::npos;
}

bool is_possible_resource(const std::string& resource) {
    const Texts fields = fields_of(resource);
    return resource == "*" || (fields.size() == 6 && fields[0] == "arn" && !fields[5].empty());
}

// Whether a rule matches with the wildcards of its resources held inside the fields of ARNs.
bool matches_by_fields(const Policy& policy, const Rule& rule, const Request& request) {
    const bool named = std::ranges::any_of(rule.resources, [&](const std::string& pattern) {
        std::string padded = pattern;
        for (std::size_t i = fields_of(pattern).size(); pattern != "*" && i < 6; ++i) {
            padded += ":*";
        }
        const bool whole = pattern == "*" || request.resource == "*";
        return matches_pattern(padded,
                               whole ? Reading::glob : Reading::arn,
                               policy.has_variables,
                               request.resource,
                               request.context);
    });
    return matches_action(rule, request.action) &&
           matches_principal(rule, request.principal, Unclear::ruled) &&
           (!rule.has_resources || named != rule.not_resource) &&
           std::ranges::all_of(
               rule.tests, [&](const Test& test) { return holds(policy, test, request.context); });
}

bool allows_by_fields(const Policy& policy, const Request& request) {
    const auto some = [&](bool deny) {
        return std::ranges::any_of(policy.rules, [&](const Rule& rule) {
            return rule.deny == deny && matches_by_fields(policy, rule, request);
        });
    };
    return some(false) && !some(true);
}

Policy without_denies(Policy policy) {
    std::erase_if(policy.rules, [](const Rule& rule) { return rule.deny; });
    return policy;
}

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

class Judge {
public:
    Judge(const Pair& pair, bool thorough)
        : pair_(pair),
          thorough_(thorough),
          documents_{read(pair.before), read(pair.after)},
          compiled_{access::Compiled(documents_[0]), access::Compiled(documents_[1])} {}

    Trial run() {
        const auto start = std::chrono::steady_clock::now();
        access::Comparison comparison(documents_[0], documents_[1]);
        access_ = comparison.verdict();
        if (thorough_) {
            ask_covers(comparison);
        }
        trial_.engine_seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        trial_.verdict = access::name_of(access_.verdict);
        trial_.undecided = access_.verdict == access::Verdict::undecided;
        check_words();
        std::vector<Extra> extra;
        for (const Asked& one : asked_) {
            extra.push_back({&policy(one.side), one.rule});
        }
        universe_.emplace(pair_, extra);
        check_witnesses(access_.gained, 1);
        check_witnesses(access_.lost, 0);
        enumerate();
        return std::move(trial_);
    }

private:
    struct Asked {
        std::size_t side = 0; // of the grant
        Rule rule;
        std::optional<bool> answer;
        bool uncovered = false;
        Request shown; // a request of the grant that the other side does not decide alike
    };

    [[nodiscard]] const Policy& policy(std::size_t side) const {
        return side == 0 ? pair_.before : pair_.after;
    }

    void find(Fault fault, std::string what) {
        trial_.findings.push_back({fault, std::move(what)});
    }

    void ask_covers(access::Comparison& comparison) {
        for (const std::size_t side : {std::size_t{1}, std::size_t{0}}) {
            const auto grants = policy::grants_of(documents_.at(side));
            const std::size_t step = std::max<std::size_t>(1, grants.size() / 3);
            for (std::size_t i = 0; i < grants.size() && asked_.size() < most_extra; i += step) {
                const auto answer = comparison.is_covered(
                    side == 0 ? access::Side::before : access::Side::after, grants[i]);
                ++trial_.covers;
                trial_.covers_undecided += answer ? 0 : 1;
                asked_.push_back({side, rule_of(grants[i], policy(side)), answer, false, {}});
            }
        }
    }

    void check_words() {
        using access::Verdict;
        const bool gained = !access_.gained.empty();
        const bool lost = !access_.lost.empty();
        const Verdict expected = gained ? (lost ? Verdict::mixed : Verdict::broader)
                                        : (lost ? Verdict::narrower : Verdict::equivalent);
        if (trial_.undecided ? access_.doubts.empty()
                             : access_.verdict != expected || !access_.doubts.empty()) {
            find(Fault::disordered,
                 fmt::format("{} with {} gained, {} lost, {} doubts",
                             trial_.verdict,
                             access_.gained.size(),
                             access_.lost.size(),
                             access_.doubts.size()));
        }
    }

    void check_witnesses(const std::vector<access::Witness>& witnesses, std::size_t side) {
        for (const access::Witness& witness : witnesses) {
            check_witness(witness, side);
        }
    }

    void check_witness(const access::Witness& witness, std::size_t side) {
        const Request request = own(witness.request);
        const Policy& giving = policy(side);
        const Policy& other = policy(1 - side);
        const std::string text =
            fmt::format("{} {}", side == 1 ? "gained" : "lost", to_json(request));
        if (!allows(giving, request) || allows(other, request)) {
            find(Fault::false_witness, text);
        }
        if (!is_possible_action(request.action) || !is_possible_resource(request.resource) ||
            !has_possible_values(request) || !has_possible_caller(request)) {
            find(Fault::foreign_witness, text);
        }
        const Rule& rule = giving.rules.at(witness.statement->index);
        if (rule.deny || !matches(giving, rule, request)) {
            find(Fault::wrong_statement, text);
        }
        if (witness.because != nullptr) {
            const Rule& because = other.rules.at(witness.because->index);
            if (!because.deny || !matches(other, because, request)) {
                find(Fault::wrong_statement, "because: " + text);
            }
        } else if (denies(other, request) && allows(without_denies(other), request)) {
            find(Fault::wrong_statement, "no Deny named: " + text);
        }
        check_label(witness, request, side);
    }

    // The label must stand where the request would not be gained with stars held inside of fields,
    // and must not where nothing crosses. Between the two, the statement alone needs crossing.
    void check_label(const access::Witness& witness, const Request& request, std::size_t side) {
        const Policy& giving = policy(side);
        const bool gained =
            allows_by_fields(giving, request) && !allows_by_fields(policy(1 - side), request);
        const bool matched =
            matches_by_fields(giving, giving.rules[witness.statement->index], request);
        // What a `:` inside the value of a variable is, no source says.
        if (has_variable_resources() ||
            ((witness.via == access::Via::star_crosses_colon) ? !gained || !matched : gained)) {
            return;
        }
        find(Fault::wrong_label,
             fmt::format("{} on {}",
                         (witness.via == access::Via::star_crosses_colon) ? "needless" : "missing",
                         to_json(request)));
    }

    [[nodiscard]] bool has_variable_resources() const {
        const auto has = [](const Policy& one) {
            return std::ranges::any_of(one.rules, [](const Rule& rule) {
                return std::ranges::any_of(rule.resources, [](const std::string& resource) {
                    return !variables_in(resource).empty();
                });
            });
        };
        return has(pair_.before) || has(pair_.after);
    }

    // One where a statement names principals, none otherwise.
    [[nodiscard]] bool has_possible_caller(const Request& request) const {
        const auto named = [](const Policy& one) {
            return std::ranges::any_of(one.rules, &Rule::has_principals);
        };
        return (named(pair_.before) || named(pair_.after)) == request.principal.has_value() &&
               (!request.principal || is_caller(*request.principal));
    }

    [[nodiscard]] bool has_possible_values(const Request& request) const {
        return std::ranges::all_of(request.context, [&](const auto& entry) {
            const auto key = std::ranges::find(universe_->keys(), entry.first, &KeyStates::key);
            if (key == universe_->keys().end()) {
                return false;
            }
            const bool empty_text = std::ranges::count(entry.second, "") != 0;
            return key->may_have_several ? !empty_text : entry.second.size() <= 1;
        });
    }

    void enumerate() {
        const std::array<std::size_t, 2> sizes{pair_.before.rules.size(), pair_.after.rules.size()};
        std::array<Mask, 2> allow{};
        std::array<Mask, 2> deny{};
        std::size_t bit = 0;
        for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
            for (const Rule& rule : policy(side).rules) {
                (rule.deny ? deny : allow).at(side) |= Mask{1} << bit++;
            }
        }
        std::array<Mask, 2> giving{}; // Allows of each side that give something
        std::array<std::optional<Request>, 2> shown;
        int sampled = 0;
        const bool complete = universe_->enumerate([&](Mask met, const Request& request) {
            std::array<bool, 2> allowed{};
            for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
                allowed.at(side) = (met & allow.at(side)) != 0 && (met & deny.at(side)) == 0;
            }
            for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
                if (allowed.at(side) && !allowed.at(1 - side)) {
                    giving.at(side) |= met & allow.at(side);
                    if (!shown.at(side)) {
                        shown.at(side) = request;
                    }
                }
            }
            for (std::size_t i = 0; i < asked_.size(); ++i) {
                Asked& one = asked_[i];
                const std::size_t across = 1 - one.side;
                const bool same = one.rule.deny ? (met & deny.at(across)) != 0 : allowed.at(across);
                if ((met & (Mask{1} << (bit + i))) != 0 && !same && !one.uncovered) {
                    one.uncovered = true;
                    one.shown = request;
                }
            }
            if (sampled < 8) {
                ++sampled;
                check_evaluation(request, allowed);
            }
            return !thorough_ && shown[0] && shown[1];
        });
        trial_.skipped = !complete;
        judge(giving, shown, sizes);
        judge_covers();
    }

    void judge(const std::array<Mask, 2>& giving,
               const std::array<std::optional<Request>, 2>& shown,
               const std::array<std::size_t, 2>& sizes) {
        for (const std::size_t side : {std::size_t{1}, std::size_t{0}}) {
            const auto& told = side == 1 ? access_.gained : access_.lost;
            if (!told.empty() && !shown.at(side) && !trial_.skipped) {
                trial_.beyond = true;
            }
            if (trial_.undecided || !shown.at(side)) {
                continue;
            }
            if (told.empty()) {
                find(Fault::missed_gain,
                     fmt::format("the engine says {}; {} {}",
                                 trial_.verdict,
                                 side == 1 ? "gained" : "lost",
                                 to_json(*shown.at(side))));
                continue;
            }
            for (std::size_t i = 0; i < sizes.at(side); ++i) {
                const Mask bit = Mask{1} << (side == 0 ? i : sizes[0] + i);
                if ((giving.at(side) & bit) != 0 && !is_told(told, side, i)) {
                    find(Fault::untold_statement,
                         fmt::format("{} by statement {}", side == 1 ? "gained" : "lost", i));
                }
            }
        }
    }

    [[nodiscard]] bool
    is_told(const std::vector<access::Witness>& told, std::size_t side, std::size_t index) const {
        const auto& rules = policy(side).rules;
        return std::ranges::any_of(told, [&](const access::Witness& witness) {
            return without_actions(rules[witness.statement->index]) ==
                   without_actions(rules[index]);
        });
    }

    void judge_covers() {
        for (const Asked& one : asked_) {
            if (one.answer == true && one.uncovered) {
                find(Fault::false_cover,
                     fmt::format("a grant of statement of {} ({} on {}): {}",
                                 one.side == 1 ? "new" : "old",
                                 fmt::join(one.rule.actions, ","),
                                 fmt::join(one.rule.resources, ","),
                                 to_json(one.shown)));
            }
            trial_.covers_beyond +=
                one.answer == false && !one.uncovered && !trial_.skipped ? 1 : 0;
        }
    }

    void check_evaluation(const Request& request, const std::array<bool, 2>& allowed) {
        for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
            const auto decision = access::evaluate(compiled_.at(side), theirs(request));
            const bool denied = denies(policy(side), request);
            const access::Outcome expected = allows(policy(side), request) ? access::Outcome::allow
                                             : denied ? access::Outcome::explicit_deny
                                                      : access::Outcome::implicit_deny;
            if (decision.outcome != expected ||
                allowed.at(side) != (expected == access::Outcome::allow)) {
                find(Fault::other_evaluation,
                     fmt::format("{} is {} by polhist, {} by the judge, {} by its table: {}",
                                 side == 1 ? "new" : "old",
                                 access::name_of(decision.outcome),
                                 access::name_of(expected),
                                 allowed.at(side) ? "allow" : "no allow",
                                 to_json(request)));
            }
        }
    }

    const Pair& pair_;
    bool thorough_;
    std::array<policy::Document, 2> documents_;
    std::array<access::Compiled, 2> compiled_;
    access::Access access_;
    std::vector<Asked> asked_;
    std::optional<Universe> universe_;
    Trial trial_;
};

} // namespace

std::string name_of(Fault fault) {
    constexpr std::array<const char*, 10> names{"missed-gain",
                                                "false-witness",
                                                "foreign-witness",
                                                "wrong-statement",
                                                "untold-statement",
                                                "wrong-label",
                                                "other-evaluation",
                                                "false-cover",
                                                "disordered",
                                                "undecided"};
    return names.at(static_cast<std::size_t>(fault));
}

Trial try_pair(const Pair& pair, bool thorough) {
    return Judge(pair, thorough).run();
}

} // namespace polhist::judge
