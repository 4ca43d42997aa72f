#include "judge/witness.h"

#include "judge/exchange.h"
#include "judge/held_to.h"
#include "judge/possible.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::judge {
namespace {

using access::Via;

Policy without_denies(Policy policy) {
    std::erase_if(policy.rules, [](const Rule& rule) { return rule.deny; });
    return policy;
}

bool has_variable_resources(const Policy& policy) {
    return std::ranges::any_of(policy.rules, [](const Rule& rule) {
        return std::ranges::any_of(
            rule.resources, [](const auto& resource) { return !variables_in(resource).empty(); });
    });
}

class Examination {
public:
    Examination(const Pair& pair,
                const Question& question,
                const access::Witness& witness,
                Findings& findings)
        : pair_(pair),
          question_(question),
          witness_(witness),
          request_(own(witness.request)),
          rule_(giving().rules.at(witness.statement->index)),
          findings_(findings) {}

    bool run(const std::vector<KeyStates>& keys) {
        const bool confirmed = shows(pair_, question_, request_);
        if (!confirmed) {
            find(Fault::false_witness, "not confirmed");
        }
        if (!is_possible(pair_, keys, request_)) {
            find(Fault::foreign_witness, "not possible");
        }
        check_statement();
        check_because();
        if (confirmed) {
            check_label();
        }
        return confirmed;
    }

private:
    [[nodiscard]] const Policy& giving() const { return policy_of(pair_, question_.side); }

    [[nodiscard]] const Policy& other() const { return policy_of(pair_, 1 - question_.side); }

    void find(Fault fault, const std::string& what) {
        findings_.push_back(
            {fault, fmt::format("{}: {} {}", what, name_of(question_), to_json(request_))});
    }

    void check_statement() {
        if (rule_.deny != (question_.axis == Axis::denied) || !matches(giving(), rule_, request_)) {
            find(Fault::wrong_statement, "not by its statement");
        }
    }

    // A Deny that took away what an Allow of the other document gives is named, and no other.
    void check_because() {
        if (witness_.because != nullptr) {
            const Rule& because = other().rules.at(witness_.because->index);
            if (question_.axis == Axis::denied || !because.deny ||
                !matches(other(), because, request_)) {
                find(Fault::wrong_statement, "not because of its Deny");
            }
        } else if (question_.axis == Axis::allowed && denies(other(), request_) &&
                   allows(without_denies(other()), request_)) {
            find(Fault::wrong_statement, "no Deny named");
        }
    }

    // Where two labels would be right, either may stand.
    void check_label() {
        // What a `:` inside the value of a variable is, no source says.
        const bool any_crossing =
            has_variable_resources(pair_.before) || has_variable_resources(pair_.after);
        const bool crosses = !shows(pair_, question_, request_, {true, Unclear::ruled});
        const bool flips = !shows(pair_, question_, request_, {false, Unclear::flipped});
        switch (witness_.via) {
        case Via::nothing:
            if (crosses && !any_crossing) {
                find(Fault::wrong_label, "star-crosses-colon missing");
            }
            if (flips && caller_labels) {
                find(Fault::wrong_label, "account-not-listed missing");
            }
            break;
        case Via::star_crosses_colon:
            // The statement alone may need crossing.
            if (!crosses && !any_crossing &&
                matches(giving(), rule_, request_, {true, Unclear::ruled})) {
                find(Fault::wrong_label, "star-crosses-colon needless");
            }
            break;
        case Via::account_not_listed:
            if (!flips) {
                find(Fault::wrong_label, "account-not-listed needless");
            }
            break;
        case Via::impossible_request:
            if (witness_.note.empty()) {
                find(Fault::wrong_label, "impossible-request without a note");
            }
        }
    }

    const Pair& pair_;
    const Question& question_;
    const access::Witness& witness_;
    Request request_;
    const Rule& rule_;
    Findings& findings_;
};

} // namespace

bool confirm(const Pair& pair,
             const std::vector<KeyStates>& keys,
             const Question& question,
             const access::Witness& witness,
             Findings& findings) {
    return Examination(pair, question, witness, findings).run(keys);
}

} // namespace polhist::judge
