#include "judge/set_shrink.h"

#include "judge/set_generator.h"
#include "judge/shrink.h"

#include <algorithm>
#include <array>

namespace polhist::judge {
namespace {

using Candidates = std::vector<SetPair>;

constexpr std::array both_sides{&SetPair::before, &SetPair::after};

bool is_single(LayerName name) {
    return name == LayerName::boundary || name == LayerName::resource;
}

// Every pair with one layer less, of both sets where they share it, or of one.
void drop_layers(const SetPair& pair, Candidates& found) {
    const auto drop = [&](const Layer& layer, auto sides) {
        SetPair changed = pair;
        for (auto side : sides) {
            auto& layers = (changed.*side).layers;
            layers.erase(std::ranges::find(layers, layer));
        }
        found.push_back(std::move(changed));
    };
    for (const Layer& layer : pair.before.layers) {
        if (layer.name != LayerName::identity &&
            std::ranges::find(pair.after.layers, layer) != pair.after.layers.end()) {
            drop(layer, both_sides);
        }
    }
    for (auto side : both_sides) {
        for (const Layer& layer : (pair.*side).layers) {
            if (layer.name != LayerName::identity) {
                drop(layer, std::array{side});
            }
        }
    }
}

// Every pair with something else for a document: wherever it stands, and at one place alone.
void replace(const SetPair& pair,
             const Policy& document,
             const std::optional<Policy>& other,
             Candidates& found) {
    const auto put = [&](Layer& layer, std::size_t at) {
        if (other) {
            layer.documents[at] = *other;
        } else if (!is_single(layer.name)) {
            layer.documents.erase(layer.documents.begin() + static_cast<std::ptrdiff_t>(at));
        }
    };
    SetPair everywhere = pair;
    for (auto side : both_sides) {
        for (std::size_t i = 0; i < (pair.*side).layers.size(); ++i) {
            const auto& documents = (pair.*side).layers[i].documents;
            for (std::size_t at = documents.size(); at-- > 0;) {
                if (documents[at] == document) {
                    put((everywhere.*side).layers[i], at);
                    found.push_back(pair);
                    put((found.back().*side).layers[i], at);
                }
            }
        }
    }
    found.push_back(std::move(everywhere));
}

void smaller_documents(const SetPair& pair, Candidates& found) {
    std::vector<Policy> documents;
    for (auto side : both_sides) {
        for (const Layer& layer : (pair.*side).layers) {
            for (const Policy& document : layer.documents) {
                if (std::ranges::find(documents, document) == documents.end()) {
                    documents.push_back(document);
                }
            }
        }
    }
    for (const Policy& document : documents) {
        replace(pair, document, std::nullopt, found);
    }
    for (const Policy& document : documents) {
        for (const Policy& smaller : smaller_policies(document)) {
            replace(pair, document, smaller, found);
        }
    }
}

Candidates smaller(const SetPair& pair) {
    Candidates found;
    drop_layers(pair, found);
    if (pair.before.who) {
        found.push_back(pair);
        found.back().before.who.reset();
        found.back().after.who.reset();
    }
    for (auto side : both_sides) {
        if ((pair.*side).cross_account) {
            found.push_back(pair);
            (found.back().*side).cross_account = false;
        }
    }
    smaller_documents(pair, found);
    for (SetPair& candidate : found) {
        make_valid(candidate.before);
        make_valid(candidate.after);
    }
    return found;
}

// Resource policies and RCPs say whom they are about.
bool is_usual(const PolicySet& set) {
    return std::ranges::all_of(set.layers, [](const Layer& layer) {
        const bool named = layer.name == LayerName::resource || layer.name == LayerName::rcp;
        return std::ranges::all_of(layer.documents, [&](const Policy& document) {
            return !named || std::ranges::all_of(document.rules, &Rule::has_principals);
        });
    });
}

} // namespace

SetPair shrink(SetPair pair, const SetsFail& fails) {
    for (bool smaller_found = true; smaller_found;) {
        smaller_found = false;
        for (SetPair& candidate : smaller(pair)) {
            if (candidate != pair && is_usual(candidate.before) && is_usual(candidate.after) &&
                fails(candidate)) {
                pair = std::move(candidate);
                smaller_found = true;
                break;
            }
        }
    }
    return pair;
}

} // namespace polhist::judge
