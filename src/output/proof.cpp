#include "output/proof.h"

#include "output/blocks.h"

#include <fmt/format.h>

namespace polhist::output {
namespace {

using access::Via;
using access::Witness;
using diff::AccessChange;
using diff::AccessMove;

std::string value_phrase(const std::string& value, Quote quote) {
    return quote == plain ? fmt::format("\"{}\"", quote(value)) : quote(value);
}

// ` is "y"`, ` has the values "x" and "y"`: a request has all of them at once.
std::string has_phrase(const std::vector<std::string>& values, Quote quote) {
    if (values.empty()) {
        return " has no values";
    }
    if (values.size() == 1) {
        return " is " + value_phrase(values.front(), quote);
    }
    std::vector<std::string> words;
    for (const std::string& value : values) {
        words.push_back(value_phrase(value, quote));
    }
    return " has the values " + joined(words, 0);
}

// A denial alone takes nothing away from what others allow, nor gives what none allows.
std::string_view tail_of(AccessMove move) {
    return move == AccessMove::no_longer_denied ? " (matters where another policy allows it)" : "";
}

// Its statement, and the Deny of the other document that held it back.
std::string notes_of(AccessMove move, const Witness& witness, Quote quote) {
    const std::string statement = statement_phrase(*witness.statement, quote);
    return witness.because == nullptr ? statement
                                      : fmt::format("{}; denied by {} of the {} document",
                                                    statement,
                                                    statement_phrase(*witness.because, quote),
                                                    name_of(side_across(move)));
}

// `a on *; b on arn:…; and more in 12 other places`.
std::string listed(const std::vector<std::string>& phrases, std::size_t fold) {
    const std::size_t shown = fold == 0 || phrases.size() <= fold + 1 ? phrases.size() : fold;
    std::string text;
    for (const std::string& phrase : std::span(phrases).first(shown)) {
        text += (text.empty() ? "" : "; ") + phrase;
    }
    return shown == phrases.size()
               ? text
               : text + fmt::format("; and more in {} other places", phrases.size() - shown);
}

std::vector<policy::Grant> grants_of(const std::vector<const diff::Change*>& changes) {
    std::vector<policy::Grant> grants;
    for (const diff::Change* change : changes) {
        grants.push_back(change->grant);
    }
    return grants;
}

// All that is new, or gone: grants as `a and b on *; in part c on arn:… when …`, or actions alone.
std::string whole_phrase(const AccessChange& change, Quote quote, std::size_t fold) {
    const std::string text = listed(brought_phrases(change.brought, quote, fold), fold);
    std::vector<std::string> actions;
    for (const std::string& action : change.actions) {
        actions.push_back(quote(action));
    }
    return text + joined(actions, fold);
}

// Collects sentences, move by move; those past a limit are counted.
class Proof {
public:
    explicit Proof(std::size_t limit) : limit_(limit) {}

    template <typename Phrase>
    void add(AccessMove move, Phrase phrase) {
        if (move != move_) {
            end_of_move();
            move_ = move;
        }
        ++number_;
        if (limit_ == 0 || number_ <= limit_ + 1) {
            sentences_.push_back({sign(), fmt::format("{}: {}", name_of(move), phrase())});
        }
    }

    std::vector<Sentence> with_doubts(const access::Access& access, Quote quote) {
        end_of_move();
        for (const access::Doubt* doubt : diff::doubts_of(access)) {
            sentences_.push_back({'?', doubt_phrase(*doubt, quote)});
        }
        return std::move(sentences_);
    }

private:
    [[nodiscard]] char sign() const { return diff::widens(move_) ? '+' : '-'; }

    // "and 1 more" is no shorter than the one.
    void end_of_move() {
        if (limit_ != 0 && number_ > limit_ + 1) {
            sentences_.back() = {sign(),
                                 fmt::format("… and by {} more statements", number_ - limit_)};
        }
        number_ = 0;
    }

    std::size_t limit_;
    std::size_t number_ = 0; // of this move
    AccessMove move_ = AccessMove::now_allowed;
    std::vector<Sentence> sentences_;
};

std::vector<Sentence> proof_of(const std::vector<AccessChange>& changes,
                               const access::Access& access,
                               Quote quote,
                               ProofFold fold) {
    Proof proof(fold.limit);
    for (const AccessChange& change : changes) {
        proof.add(change.move, [&] { return change_phrase(change, quote, fold.names); });
    }
    return proof.with_doubts(access, quote);
}

} // namespace

std::string verdict_phrase(const access::Access& access) {
    const std::string_view overall = name_of(access.overall);
    return access.overall == access.verdict
               ? std::string(overall)
               : fmt::format("{} (alone: {})", overall, name_of(access.verdict));
}

std::string
request_phrase(const access::Request& request, Quote quote, std::span<const std::string> absent) {
    std::string text = quote(request.action);
    if (!request.resource.empty()) {
        text += " on " + quote(request.resource);
    }
    if (request.principal) {
        text += " by " + principal_phrase(*request.principal, quote);
    }
    std::string_view link = " when ";
    for (const auto& [key, values] : request.context) {
        text += fmt::format("{}{}{}", link, quote(key), has_phrase(values, quote));
        link = " and ";
    }
    for (const std::string& key : absent) {
        text += fmt::format("{}{} is absent", link, quote(key));
        link = " and ";
    }
    return text;
}

std::string via_phrase(Via via, std::string_view note, Quote quote) {
    const std::string why = note.empty() ? "" : ": " + prose(note, quote);
    switch (via) {
    case Via::star_crosses_colon:
        return "only if a star crosses a colon" + why;
    case Via::account_not_listed:
        return "AWS leaves open whether a NotPrincipal that lists the caller but not its whole "
               "chain means it" +
               why;
    case Via::impossible_request:
        return "no real request" + why;
    case Via::nothing:
        break;
    }
    return why.empty() ? "" : why.substr(2);
}

std::vector<std::string>
brought_phrases(const diff::Brought& brought, Quote quote, std::size_t fold) {
    std::vector<std::string> phrases = grant_phrases(grants_of(brought.grants), quote, fold);
    for (const std::string& phrase : grant_phrases(grants_of(brought.partly), quote, fold)) {
        phrases.push_back("in part " + phrase);
    }
    return phrases;
}

std::string change_phrase(const AccessChange& change, Quote quote, std::size_t fold) {
    const Witness& witness = *change.witness;
    const std::string whole = whole_phrase(change, quote, fold);
    if (whole.empty()) {
        return example_phrase(change.move, witness, quote);
    }
    std::string text = fmt::format("{} ({})", whole, notes_of(change.move, witness, quote));
    const std::string via = via_phrase(witness.via, witness.note, quote);
    if (!change.is_whole() || !via.empty()) {
        text += "; for example " + request_phrase(witness.request, quote, witness.absent);
        text += via.empty() ? "" : fmt::format(" ({})", via);
    }
    return text + std::string(tail_of(change.move));
}

std::string example_phrase(AccessMove move, const Witness& witness, Quote quote) {
    const std::string via = via_phrase(witness.via, witness.note, quote);
    return fmt::format("for example {} ({}{}{}){}",
                       request_phrase(witness.request, quote, witness.absent),
                       notes_of(move, witness, quote),
                       via.empty() ? "" : "; ",
                       via,
                       tail_of(move));
}

std::string doubt_phrase(const access::Doubt& doubt, Quote quote) {
    return fmt::format("not decided: {} of the {} document: {}",
                       statement_phrase(*doubt.statement, quote),
                       name_of(doubt.side),
                       prose(doubt.reason, quote));
}

std::vector<Sentence> proof_of(const diff::Difference& difference, Quote quote, ProofFold fold) {
    return proof_of(diff::access_changes(difference), difference.access, quote, fold);
}

std::vector<Sentence> proof_of(const diff::Step& step, Quote quote, ProofFold fold) {
    return proof_of(diff::access_changes(step), step.access, quote, fold);
}

} // namespace polhist::output
