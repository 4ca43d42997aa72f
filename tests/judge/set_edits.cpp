// The second set of a pair: the first with an edit.

#include "judge/set_generator.h"

#include <algorithm>

namespace polhist::judge {
namespace {

constexpr std::size_t most_documents = 3; // of one layer

template <typename T>
void erase_at(std::vector<T>& values, std::size_t at) {
    values.erase(values.begin() + static_cast<std::ptrdiff_t>(at));
}

bool is_single(LayerName layer) {
    return layer == LayerName::boundary || layer == LayerName::resource;
}

void reverse(std::vector<Policy>& documents) {
    std::reverse(documents.begin(), documents.end());
}

// A document in two that stand in one layer.
void split(std::vector<Policy>& documents, std::size_t at) {
    if (documents[at].rules.size() < 2) {
        return;
    }
    Policy second{documents[at].has_variables, {documents[at].rules.back()}};
    documents[at].rules.pop_back();
    documents.push_back(std::move(second));
}

} // namespace

void make_valid(PolicySet& set) {
    if (find_layer(set, LayerName::resource, 0) == nullptr) {
        set.cross_account = false;
    }
}

// Attached, detached, changed.
void SetGenerator::edit_documents(PolicySet& set, std::size_t at) {
    Layer& layer = set.layers[at];
    const std::size_t count = layer.documents.size();
    if (!is_single(layer.name) && count < most_documents && (count == 0 || one_in(4))) {
        layer.documents.push_back(document(layer.name));
    } else if (!is_single(layer.name) && one_in(4)) {
        erase_at(layer.documents, random_.below(count));
    } else {
        Policy& document = layer.documents[random_.below(count)];
        if (one_in(8)) {
            document.has_variables = !document.has_variables;
        } else {
            random_.mutate(document);
            fit(document, layer.name);
        }
    }
}

// A layer set or removed; the levels of one kind stand together, in any order.
void SetGenerator::edit_layers(PolicySet& set) {
    const auto name = static_cast<LayerName>(1 + random_.below(5));
    std::vector<std::size_t> there;
    for (std::size_t i = 0; i < set.layers.size(); ++i) {
        if (set.layers[i].name == name) {
            there.push_back(i);
        }
    }
    const bool levels = name == LayerName::scp || name == LayerName::rcp;
    if (there.empty() || (levels && there.size() < 3 && one_in(2))) {
        set.layers.push_back(layer(name));
        std::ranges::stable_sort(set.layers, {}, &Layer::name);
    } else {
        erase_at(set.layers, there[random_.below(there.size())]);
    }
}

void SetGenerator::move_document(PolicySet& set) {
    Layer& from = set.layers[random_.below(set.layers.size())];
    Layer& to = set.layers[random_.below(set.layers.size())];
    if (is_single(from.name) || is_single(to.name) || from.documents.empty()) {
        return;
    }
    const std::size_t at = random_.below(from.documents.size());
    Policy moved = from.documents[at];
    erase_at(from.documents, at);
    fit(moved, to.name);
    to.documents.push_back(std::move(moved));
}

// Other words for the same.
void SetGenerator::respell(PolicySet& set) {
    Layer& layer = set.layers[random_.below(set.layers.size())];
    if (layer.documents.empty()) {
        return;
    }
    const std::size_t at = random_.below(layer.documents.size());
    switch (random_.below(5)) {
    case 0:
        if (!is_single(layer.name)) {
            reverse(layer.documents);
        }
        break;
    case 1:
        if (!is_single(layer.name)) {
            split(layer.documents, at);
        }
        break;
    case 2:
        if (!is_single(layer.name)) {
            const Policy copy = layer.documents[at];
            layer.documents.push_back(copy);
        }
        break;
    case 3:
        std::reverse(layer.documents[at].rules.begin(), layer.documents[at].rules.end());
        break;
    default:
        // A level of RCPs that has only what cannot be detached.
        set.layers.push_back({LayerName::rcp, {}});
        std::ranges::stable_sort(set.layers, {}, &Layer::name);
    }
}

void SetGenerator::edit(PolicySet& set) {
    switch (random_.below(12)) {
    case 0:
    case 1:
    case 2:
        edit_layers(set);
        break;
    case 3:
        move_document(set);
        break;
    case 4:
        respell(set);
        break;
    case 5:
        set.cross_account = !set.cross_account;
        break;
    default:
        edit_documents(set, random_.below(set.layers.size()));
    }
    make_valid(set);
}

} // namespace polhist::judge
