// Policy sets as plain data: the layers of documents that decide what one principal may do.

#pragma once

#include "judge/model.h"

#include <cstdint>

namespace polhist::judge {

// In the order of their members in JSON.
enum class LayerName : std::uint8_t { identity, boundary, session, scp, rcp, resource };

std::string name_of(LayerName layer);

// `boundary` and `resource` hold one document each; of `scp` and `rcp` there is a layer for each
// level, from the root.
struct Layer {
    LayerName name = LayerName::identity;
    std::vector<Policy> documents;

    bool operator==(const Layer&) const = default;
};

struct PolicySet {
    std::vector<Layer> layers;      // those that are present; `identity` always is
    std::optional<std::string> who; // the caller, by its ARN; of a role any session
    bool cross_account = false;

    bool operator==(const PolicySet&) const = default;
};

struct SetPair {
    PolicySet before;
    PolicySet after;

    bool operator==(const SetPair&) const = default;
};

// A layer of a set by its name and its position among those of that name; null where absent.
const Layer* find_layer(const PolicySet& set, LayerName name, std::size_t level);

// The documents as they are meant: see `meaning_of` of a policy.
PolicySet meaning_of(PolicySet set);

// As polhist reads it.
std::string to_json(const PolicySet& set);

} // namespace polhist::judge
