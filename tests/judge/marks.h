// Which texts of long fixed lists the patterns of a rule match, as bits of masks.

#pragma once

#include "judge/model.h"
#include "judge/universe.h"

#include <unordered_set>

namespace polhist::judge {

// Sets a bit of each mask whose text the patterns match, or with `negated` do not.
void mark(const Texts& patterns,
          bool negated,
          const Texts& texts,
          bool actions,
          Mask bit,
          std::vector<Mask>& masks);

// The rule with the values of its variables in their place; nothing where one of them holds a
// character that would then be a wildcard.
std::optional<Rule> with_values(const Rule& rule, const Context& context);

// A set of masks over a few bits.
class Seen {
public:
    explicit Seen(std::size_t bits) : small_(bits <= 14 ? std::size_t{1} << bits : 0, 0) {}

    // Whether it was not there.
    bool insert(Mask mask) {
        if (small_.empty()) {
            return large_.insert(mask).second;
        }
        const bool fresh = small_[mask] == 0;
        small_[mask] = 1;
        return fresh;
    }

private:
    std::vector<char> small_;
    std::unordered_set<Mask> large_;
};

} // namespace polhist::judge
