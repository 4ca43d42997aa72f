// Every request that could tell two small policies apart.
//
// Actions and resources are all short ones over a tiny alphabet, with a letter that no policy uses;
// a key is absent, has each of its values, or (where a set operator tests it) several of them. The
// values follow from the operators that test the key, as polhist documents: numbers, dates,
// addresses, truth values, or strings.

#pragma once

#include "judge/key_states.h"

#include <cstdint>
#include <functional>

namespace polhist::judge {

// A bit for each statement that matches a request: those of `before`, then those of `after`, then
// those of `extra`.
using Mask = std::uint32_t;

// Rules to watch beside the two policies, each read in the language of its policy.
struct Extra {
    const Policy* policy = nullptr;
    Rule rule;
    Unclear unclear = Unclear::ruled;
};

class Universe {
public:
    // Both must stay.
    Universe(const Pair& pair, const std::vector<Extra>& extra, Values values);

    // Every set of statements that some request meets, each once, until `stop` says so. False where
    // there are too many requests to try.
    using Stop = std::function<bool(Mask met, const Request& request)>;
    bool enumerate(const Stop& stop) const;

    [[nodiscard]] const std::vector<KeyStates>& keys() const { return keys_; }

private:
    // What a request meets apart from its context, and the parts that show it.
    struct Met {
        Mask mask = 0;
        std::size_t action = 0;
        std::size_t resource = 0;
        std::size_t principal = 0;
    };

    [[nodiscard]] bool is_too_large() const;
    void find_keys();
    void find_fixed();

    [[nodiscard]] bool has_variables() const { return !resource_keys_.empty(); }

    [[nodiscard]] const std::string& resource_at(std::size_t index) const;
    void add_variable_resources(const Context& context, std::vector<Mask>& masks) const;
    [[nodiscard]] std::vector<Met> with_resources(const Context& context) const;

    Values values_;
    std::vector<Watched> watched_;
    std::vector<KeyStates> keys_;
    std::vector<std::size_t> resource_keys_; // that resources name as variables
    std::vector<Met> actions_;               // distinct masks of actions
    std::vector<Met> principals_;            // and of principals
    std::vector<Name> names_;
    std::vector<Mask> resource_masks_; // of statements without variables in resources
    Texts more_resources_;
};

} // namespace polhist::judge
