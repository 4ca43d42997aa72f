#include "judge/set_witness.h"

#include "judge/evaluator.h"
#include "judge/exchange.h"
#include "judge/possible.h"

#include <fmt/format.h>

namespace polhist::judge {
namespace {

LayerName name_of_kind(policy::LayerKind kind) {
    switch (kind) {
    case policy::LayerKind::identity:
        return LayerName::identity;
    case policy::LayerKind::boundary:
        return LayerName::boundary;
    case policy::LayerKind::session:
        return LayerName::session;
    case policy::LayerKind::scp:
        return LayerName::scp;
    case policy::LayerKind::rcp:
        return LayerName::rcp;
    case policy::LayerKind::resource:
        break;
    }
    return LayerName::resource;
}

// All that the sets say, even what gives nothing.
Watchlist all_of(const SetPair& pair) {
    Watchlist all;
    for (const PolicySet* set : {&pair.before, &pair.after}) {
        for (const Layer& layer : set->layers) {
            for (const Policy& document : layer.documents) {
                for (const Rule& rule : document.rules) {
                    all.bit_of(document, rule);
                }
            }
        }
    }
    return all;
}

class Examination {
public:
    Examination(const SetPairMeaning& sets,
                Side side,
                const access::LayeredSets& laid_out,
                const access::Witness& witness,
                Findings& findings)
        : sets_(sets),
          side_(side),
          laid_out_(laid_out),
          witness_(witness),
          request_(own(witness.request)),
          met_(sets.watchlist.met_by(request_)),
          findings_(findings) {}

    void run() {
        const SetMeaning& giving = sets_.meanings.at(side_);
        const SetMeaning& other = sets_.meanings.at(1 - side_);
        if (!giving.is_by_caller(met_)) {
            find(Fault::false_witness, "not by the caller");
        } else if (!giving.allows(met_)) {
            find(Fault::false_witness, "not allowed");
        }
        if (other.allows(met_)) {
            find(Fault::false_witness, "allowed by the other set too");
        }
        check_possible();
        check_statement(*witness_.statement, side_, false);
        if (witness_.because != nullptr) {
            check_statement(*witness_.because, 1 - side_, true);
        }
        check_lacking();
    }

private:
    void find(Fault fault, const std::string& what) {
        findings_.push_back(
            {fault,
             fmt::format(
                 "{}: {} {}", what, side_ == after ? "gained" : "lost", to_json(request_))});
    }

    // Whether statements that give nothing say which keys and callers there are is left open.
    void check_possible() {
        if (is_possible_among(sets_.keys, sets_.watchlist.has_principals())) {
            return;
        }
        const Watchlist all = all_of(sets_.pair);
        if (all.size() > most_rules) {
            return;
        }
        const bool named = all.has_principals() || sets_.watchlist.has_principals();
        const std::vector<Extra> watched = all.extra();
        if (!is_possible_among(Universe({}, watched, Values::as_carried).keys(), named) &&
            !is_possible_among(sets_.keys, named)) {
            find(Fault::foreign_witness, "not possible");
        }
    }

    [[nodiscard]] bool is_possible_among(const std::vector<KeyStates>& keys, bool named) const {
        Policy any;
        any.rules.emplace_back().has_principals = named;
        return is_possible({any, {}}, keys, request_);
    }

    void check_statement(const policy::Statement& statement, Side side, bool deny) {
        const auto origin = laid_out_.origin_of(statement);
        const PolicySet& set = side == before ? sets_.pair.before : sets_.pair.after;
        const Layer* layer =
            origin ? find_layer(set, name_of_kind(origin->layer), origin->level) : nullptr;
        if (layer == nullptr || origin->document >= layer->documents.size() ||
            origin->statement >= layer->documents[origin->document].rules.size()) {
            find(Fault::wrong_statement, "through a statement that is not there");
            return;
        }
        const Policy& document = layer->documents[origin->document];
        const Rule& rule = document.rules[origin->statement];
        if (rule.deny != deny || !matches(document, rule, request_)) {
            find(Fault::wrong_statement,
                 fmt::format("not {} {} level {} document {} statement {}",
                             deny ? "because of" : "through",
                             name_of(layer->name),
                             origin->level,
                             origin->document,
                             origin->statement));
        }
    }

    // The layer, or the Deny, that holds it back in the other set.
    void check_lacking() {
        if (!witness_.lacking) {
            if (witness_.because == nullptr) {
                find(Fault::wrong_layer, "held back by nothing");
            }
            return;
        }
        const auto layer = laid_out_.layer(*witness_.lacking);
        if (!layer ||
            !sets_.meanings.at(1 - side_).lacks(name_of_kind(layer->kind), layer->level, met_)) {
            find(Fault::wrong_layer,
                 layer ? fmt::format("not held back by {} level {}",
                                     name_of(name_of_kind(layer->kind)),
                                     layer->level)
                       : "held back by the caller");
        }
    }

    const SetPairMeaning& sets_;
    Side side_;
    const access::LayeredSets& laid_out_;
    const access::Witness& witness_;
    Request request_;
    Mask met_;
    Findings& findings_;
};

} // namespace

void confirm(const SetPairMeaning& sets,
             Side side,
             const access::LayeredSets& laid_out,
             const access::Witness& witness,
             Findings& findings) {
    Examination(sets, side, laid_out, witness, findings).run();
}

} // namespace polhist::judge
