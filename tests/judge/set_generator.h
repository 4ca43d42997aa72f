// Small policy sets at random, in pairs of which the second is mostly the first with an edit or
// two: a document attached, detached, moved or changed, a layer set, removed or spelt otherwise.
// The same seed gives the same pairs.

#pragma once

#include "judge/generator.h"
#include "judge/policy_set.h"

namespace polhist::judge {

class SetGenerator {
public:
    SetGenerator(Profile profile, std::uint64_t seed) : random_(profile, seed) {}

    SetPair pair();

private:
    enum class Protected { role, key, other };

    // Documents of a layer, which differ in what Principal they may have.
    Policy document(LayerName layer);
    void fit(Policy& document, LayerName layer);
    std::vector<Name> principals();

    PolicySet set();
    Layer layer(LayerName name);
    Layer level_of_scp();

    void edit(PolicySet& set);
    void edit_documents(PolicySet& set, std::size_t at);
    void edit_layers(PolicySet& set);
    void move_document(PolicySet& set);
    void respell(PolicySet& set);

    bool one_in(std::size_t chances) { return random_.one_in(chances); }

    Generator random_;
    std::optional<std::string> who_;    // the caller of both sets
    Protected what_ = Protected::other; // what their resource policies are about
};

// What only a resource policy of another account may have goes where there is none.
void make_valid(PolicySet& set);

} // namespace polhist::judge
