// What one policy set allows and the other does not.
//
// A witness matches one Allow of each layer of the one set and no Deny of it, and either no Allow
// of some layer of the other, or one of its Denies. The Allow of the first layer, of the identity,
// is given; the others are chosen layer by layer, where one alone is left without a search. Before
// a choice is branched on, a search says whether what is chosen so far can still be met: whatever
// it rules out, every choice that follows does too.
//
// Example: identity [A: Allow s3:*], boundary [B: Allow s3:Get* | C: Allow s3:Put* on one bucket],
// against the same without C. The layer that may lack is the boundary, whose B is refuted. With A
// given, B is skipped, because it is to be refuted, and C is asserted: s3:PutObject on that bucket.

#include "access/gains.h"

#include <algorithm>
#include <bit>

namespace polhist::access {
namespace {

template <typename Pointers>
bool has_body(const Pointers& list, Body body) {
    return std::ranges::any_of(list, [&](const auto* alike) { return alike->body == body; });
}

} // namespace

// The layers that an Allow leaves open, those with the fewest choices first; nothing where a layer
// has no Allow. Of Allows that match what another of their layer does too, the wider is enough.
std::optional<std::vector<Gains::Choice>>
Gains::choices_of(const Group& group, Side side, const Alike& allow) const {
    std::vector<Choice> choices;
    for (LayerMask left = pair_.all_layers() & ~allow.layers; left != 0; left &= left - 1) {
        Choice choice{left & ~(left - 1), {}};
        for (const Alike& one : group.allows[side]) {
            if ((one.layers & choice.layer) == 0) {
                continue;
            }
            const bool needless = std::ranges::any_of(choice.allows, [&](const Alike* wider) {
                return pair_.parts().is_within(one.body, wider->body);
            });
            if (!needless) {
                std::erase_if(choice.allows, [&](const Alike* known) {
                    return pair_.parts().is_within(known->body, one.body);
                });
                choice.allows.push_back(&one);
            }
        }
        if (choice.allows.empty()) {
            return std::nullopt;
        }
        choices.push_back(std::move(choice));
    }
    std::ranges::stable_sort(
        choices, {}, [](const Choice& choice) { return choice.allows.size(); });
    return choices;
}

// Whether some request matches what is asserted so far and nothing of what is refuted.
bool Gains::may_be_met(const Question& question, bool& sure) {
    pair_.budget().begin_question();
    const Confirm any = [](Candidate&) { return std::optional(Grade{}); };
    std::vector<Body> asserted;
    std::vector<Body> refuted;
    for (const Alike* alike : question.asserted) {
        asserted.push_back(alike->body);
    }
    for (const Alike* alike : question.refuted) {
        refuted.push_back(alike->body);
    }
    const Search found = pair_.residual().search(asserted, refuted, {}, any).search;
    if (pair_.budget().left() == 0) {
        sure = false;
        return false;
    }
    return found != Search::none;
}

// Asks each question that has one Allow of every layer that is left.
void Gains::choose_in_layers(const Question& question,
                             std::vector<Choice> left,
                             const std::function<void(const Question&)>& ask,
                             bool& sure) {
    Question next = question;
    // An Allow that was chosen may be one of further layers.
    const auto is_open = [&](const Choice& choice) {
        return std::ranges::none_of(next.asserted, [&](const Alike* asserted) {
            return (asserted->layers & choice.layer) != 0;
        });
    };
    while (!left.empty() && (!is_open(left.front()) || left.front().allows.size() == 1)) {
        if (is_open(left.front())) {
            const Alike* only = left.front().allows.front();
            if (has_body(next.refuted, only->body)) {
                return;
            }
            next.asserted.push_back(only);
        }
        left.erase(left.begin());
    }
    if (left.empty()) {
        ask(next);
        return;
    }
    if (!may_be_met(next, sure)) {
        return;
    }
    const Choice choice = std::move(left.front());
    left.erase(left.begin());
    for (const Alike* allow : choice.allows) {
        if (!has_body(next.refuted, allow->body)) {
            Question chosen = next;
            chosen.asserted.push_back(allow);
            choose_in_layers(chosen, left, ask, sure);
        }
    }
}

Gains::Told
Gains::find_in_layers(Group& group, Side side, const Alike& allow, std::vector<Witness>& out) {
    const auto choices = (allow.layers & 1U) != 0 ? choices_of(group, side, allow) : std::nullopt;
    if (!choices) {
        return Told::nothing;
    }
    std::optional<Witness> best;
    bool sure = true;
    std::vector<const Alike*> denies;
    for (const Alike& deny : group.denies[side]) {
        denies.push_back(&deny);
    }
    const auto look = [&](std::vector<const Alike*> asserted,
                          std::vector<const Alike*> refuted,
                          const policy::Statement* because,
                          std::optional<std::size_t> lacking) {
        if (std::ranges::any_of(asserted,
                                [&](const Alike* one) { return has_body(refuted, one->body); })) {
            return;
        }
        const auto ask = [&](const Question& question) {
            if (best && best->via == Via::nothing) {
                return;
            }
            Witness witness;
            const Search search = this->search(question, witness);
            sure = sure && search != Search::gave_up;
            if (search == Search::found && (!best || witness.via < best->via)) {
                witness.because = because;
                witness.lacking = lacking;
                best = std::move(witness);
            }
        };
        choose_in_layers({group, side, Axis::allowed, std::move(asserted), std::move(refuted)},
                         *choices,
                         ask,
                         sure);
    };
    for (LayerMask left = pair_.all_layers(); left != 0; left &= left - 1) {
        const LayerMask layer = left & ~(left - 1);
        std::vector<const Alike*> refuted = denies;
        for (const Alike& one : group.allows[other(side)]) {
            if ((one.layers & layer) != 0) {
                refuted.push_back(&one);
            }
        }
        look({&allow},
             std::move(refuted),
             nullptr,
             static_cast<std::size_t>(std::countr_zero(layer)));
    }
    for (const Alike& deny : group.denies[other(side)]) {
        if (!has_body(denies, deny.body)) {
            look({&allow, &deny}, denies, deny.statements.front(), std::nullopt);
        }
    }
    if (!best) {
        return sure ? Told::nothing : Told::unsure;
    }
    add_witness(allow.statements, std::move(*best), out);
    return Told::witness;
}

} // namespace polhist::access
