// What one policy set allows and the other does not.
//
// A witness matches one Allow of each layer of the one set and no Deny of it, and either no Allow
// of some layer of the other, or one of its Denies. The Allow of the first layer, of the identity,
// is given; the others are chosen layer by layer. A request that meets what is chosen so far leads:
// of each layer the Allow that it matches is tried first, and the layer that it does not match
// comes first. Where no request meets what is chosen, no further choice is tried.
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

LayerMask lowest(LayerMask layers) {
    return layers & ~(layers - 1);
}

} // namespace

class Gains::InLayers {
public:
    InLayers(Gains& gains, Group& group, Side side, const Alike& allow)
        : gains_(gains),
          pair_(gains.pair_),
          group_(group),
          side_(side),
          allow_(allow) {}

    Told run(std::vector<Witness>& out) {
        // Making a question ready costs a look at all that it is about.
        if (pair_.budget().is_spent()) {
            return Told::unsure;
        }
        pair_.budget().begin_question();
        const auto choices = choices_left();
        if (!choices) {
            return Told::nothing;
        }
        std::vector<const Alike*> denies;
        for (const Alike& deny : group_.denies[side_]) {
            denies.push_back(&deny);
        }
        for (LayerMask left = pair_.all_layers(); left != 0 && !is_done(); left &= left - 1) {
            std::vector<const Alike*> refuted = denies;
            for (const Alike& one : group_.allows[other(side_)]) {
                if ((one.layers & lowest(left)) != 0) {
                    refuted.push_back(&one);
                }
            }
            lacking_ = static_cast<std::size_t>(std::countr_zero(left));
            look({&allow_}, std::move(refuted), *choices);
        }
        lacking_.reset();
        for (const Alike* deny : denies_alone(group_, other(side_))) {
            if (is_done()) {
                break;
            }
            because_ = deny->statements.front();
            look({&allow_, deny}, denies, *choices);
        }
        if (!best_) {
            return sure_ ? Told::nothing : Told::unsure;
        }
        add_witness(allow_.statements, std::move(*best_), out);
        return Told::witness;
    }

private:
    using Choices = std::vector<const Choice*>;

    // The layers that the given Allow leaves open; nothing where one of them has no Allow.
    std::optional<Choices> choices_left() {
        auto& known = group_.choices[side_];
        if (!known) {
            known = all_choices();
        }
        Choices left;
        for (const Choice& choice : *known) {
            if (choice.allows.empty()) {
                return std::nullopt;
            }
            if ((choice.layer & allow_.layers) == 0) {
                left.push_back(&choice);
            }
        }
        return left;
    }

    std::vector<Choice> all_choices() {
        std::vector<Choice> choices;
        for (LayerMask left = pair_.all_layers(); left != 0; left &= left - 1) {
            Choice& choice = choices.emplace_back(Choice{lowest(left), {}});
            for (const Alike& one : group_.allows[side_]) {
                if ((one.layers & choice.layer) != 0) {
                    add_to(choice, one);
                }
            }
        }
        return choices;
    }

    // Keeps of Allows that match what another of the layer does too the wider one.
    void add_to(Choice& choice, const Alike& one) {
        constexpr std::size_t cost_of_a_look = 4;
        if (!pair_.budget().spend(1 + choice.allows.size() * cost_of_a_look)) {
            choice.allows.push_back(&one); // for want of a better: nothing is left to search with
            return;
        }
        const Parts& parts = pair_.parts();
        const bool needless = std::ranges::any_of(choice.allows, [&](const Alike* wider) {
            return parts.is_within(one.body, wider->body);
        });
        if (!needless) {
            std::erase_if(choice.allows, [&](const Alike* known) {
                return parts.is_within(known->body, one.body);
            });
            choice.allows.push_back(&one);
        }
    }

    // Looks for a request that matches what is asserted and one Allow of each layer that is left.
    void look(std::vector<const Alike*> asserted,
              std::vector<const Alike*> refuted,
              const Choices& left) {
        const bool clash = std::ranges::any_of(
            asserted, [&](const Alike* one) { return has_body(refuted, one->body); });
        if (!clash) {
            tries_ = most_tries;
            choose({group_, side_, Axis::allowed, std::move(asserted), std::move(refuted)},
                   left,
                   std::nullopt);
        }
    }

    // Whether what was found will do, or nothing more can be.
    [[nodiscard]] bool is_done() {
        if (pair_.budget().left() == 0) {
            sure_ = false;
            return true;
        }
        return best_ && (best_->via == Via::nothing || tries_ == 0);
    }

    // `known`: a request that meets the question as far as it goes, where one was found.
    void choose(Question question, Choices left, std::optional<Request> known) {
        if (!settle_single_choices(question, left, known) || is_done()) {
            return;
        }
        if (left.empty()) {
            ask(question);
            return;
        }
        if (!known) {
            const Search found = find_any(question, known);
            if (found == Search::none || is_done()) {
                return;
            }
        }
        const Choice& choice = *take_hardest(left, known);
        std::vector<const Alike*> allows = choice.allows;
        const auto leads = [&](const Alike* allow) { return known && matches(*allow, *known); };
        std::stable_partition(allows.begin(), allows.end(), leads);
        for (const Alike* allow : allows) {
            if (is_done()) {
                return;
            }
            if (!has_body(question.refuted, allow->body)) {
                Question chosen = question;
                chosen.asserted.push_back(allow);
                choose(std::move(chosen), left, leads(allow) ? known : std::nullopt);
            }
        }
    }

    // Asserts the Allow of each layer that has one alone, and passes over layers that an Allow that
    // was chosen is one of. False where that Allow is to be refuted.
    bool settle_single_choices(Question& question, Choices& left, std::optional<Request>& known) {
        const auto is_open = [&](const Choice* choice) {
            return std::ranges::none_of(question.asserted, [&](const Alike* asserted) {
                return (asserted->layers & choice->layer) != 0;
            });
        };
        Choices open;
        for (const Choice* choice : left) {
            if (!is_open(choice)) {
                continue;
            }
            if (choice->allows.size() > 1) {
                open.push_back(choice);
                continue;
            }
            const Alike* only = choice->allows.front();
            if (has_body(question.refuted, only->body)) {
                return false;
            }
            question.asserted.push_back(only);
            known = known && matches(*only, *known) ? known : std::nullopt;
        }
        std::erase_if(open, [&](const Choice* choice) { return !is_open(choice); });
        left = std::move(open);
        return true;
    }

    // The layer to choose of next: one of which the request known matches no Allow, else the one
    // with the fewest.
    static const Choice* take_hardest(Choices& left, const std::optional<Request>& known) {
        const auto rank = [&](const Choice* choice) {
            const bool met = known && std::ranges::any_of(choice->allows, [&](const Alike* allow) {
                                 return matches(*allow, *known);
                             });
            return std::pair(met, choice->allows.size());
        };
        const auto hardest = std::ranges::min_element(left, {}, rank);
        const Choice* choice = *hardest;
        left.erase(hardest);
        return choice;
    }

    static bool matches(const Alike& allow, const Request& request) {
        return matches_but_for_action(*allow.compiled, AskedRequest(request));
    }

    // Whether some request meets a question as far as it goes, and which.
    Search find_any(const Question& question, std::optional<Request>& known) {
        const Confirm confirm = [&](Candidate& candidate) -> std::optional<Grade> {
            candidate.request.action = group_.members.front();
            return meets(question, candidate.request) ? std::optional(Grade{}) : std::nullopt;
        };
        Found found = pair_.residual().search(
            bodies_of(question.asserted), bodies_of(question.refuted), {}, confirm);
        if (found.search == Search::found) {
            known = std::move(found.request);
        }
        return found.search;
    }

    void ask(const Question& question) {
        tries_ -= tries_ > 0 ? 1U : 0U;
        Witness witness;
        const Search search = gains_.search(question, witness);
        sure_ = sure_ && search != Search::gave_up;
        if (search == Search::found && (!best_ || witness.via < best_->via)) {
            witness.because = because_;
            witness.lacking = lacking_;
            best_ = std::move(witness);
        }
    }

    static constexpr std::size_t most_tries = 24; // for a better request, once there is one

    Gains& gains_;
    Pair& pair_;
    Group& group_;
    Side side_;
    const Alike& allow_;
    std::optional<std::size_t> lacking_;         // the layer that is not to allow
    const policy::Statement* because_ = nullptr; // or the Deny of the other set
    std::optional<Witness> best_;
    std::size_t tries_ = most_tries;
    bool sure_ = true;
};

Gains::Told
Gains::find_in_layers(Group& group, Side side, const Alike& allow, std::vector<Witness>& out) {
    constexpr LayerMask first = 1;
    return (allow.layers & first) == 0 ? Told::nothing
                                       : InLayers(*this, group, side, allow).run(out);
}

} // namespace polhist::access
