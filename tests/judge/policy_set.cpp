#include "judge/policy_set.h"

#include "judge/carried.h"

#include <fmt/format.h>

#include <array>

namespace polhist::judge {
namespace {

constexpr std::array all_names{LayerName::identity,
                               LayerName::boundary,
                               LayerName::session,
                               LayerName::scp,
                               LayerName::rcp,
                               LayerName::resource};

std::string list_of(const std::vector<Policy>& documents) {
    std::vector<std::string> texts;
    texts.reserve(documents.size());
    for (const Policy& document : documents) {
        texts.push_back(to_json(document));
    }
    return fmt::format("[{}]", fmt::join(texts, ","));
}

// All layers of one name.
std::string value_of(const PolicySet& set, LayerName name) {
    std::vector<std::string> levels;
    for (const Layer& layer : set.layers) {
        if (layer.name == name) {
            const bool single = name == LayerName::boundary || name == LayerName::resource;
            levels.push_back(single ? to_json(layer.documents.front()) : list_of(layer.documents));
        }
    }
    if (levels.empty()) {
        return "null";
    }
    return name == LayerName::scp || name == LayerName::rcp
               ? fmt::format("[{}]", fmt::join(levels, ","))
               : levels.front();
}

} // namespace

std::string name_of(LayerName layer) {
    constexpr std::array<const char*, all_names.size()> names{
        "identity", "boundary", "session", "scp", "rcp", "resource"};
    return names.at(static_cast<std::size_t>(layer));
}

const Layer* find_layer(const PolicySet& set, LayerName name, std::size_t level) {
    for (const Layer& layer : set.layers) {
        if (layer.name == name && level-- == 0) {
            return &layer;
        }
    }
    return nullptr;
}

PolicySet meaning_of(PolicySet set) {
    for (Layer& layer : set.layers) {
        for (Policy& document : layer.documents) {
            document = meaning_of(std::move(document));
        }
    }
    return set;
}

std::string to_json(const PolicySet& set) {
    std::string text = "{";
    for (const LayerName name : all_names) {
        text += fmt::format("\"{}\":{},", name_of(name), value_of(set, name));
    }
    return text + fmt::format("\"principal\":{},\"cross_account\":{}}}",
                              set.who ? '"' + *set.who + '"' : "null",
                              set.cross_account);
}

} // namespace polhist::judge
