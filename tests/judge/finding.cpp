#include "judge/finding.h"

#include <array>

namespace polhist::judge {

std::string name_of(Fault fault) {
    constexpr std::array<const char*, 15> names{"missed-gain",
                                                "false-witness",
                                                "foreign-witness",
                                                "wrong-statement",
                                                "untold-statement",
                                                "wrong-label",
                                                "other-evaluation",
                                                "false-cover",
                                                "wrong-overall",
                                                "disordered",
                                                "wrong-layer",
                                                "not-itself",
                                                "not-swapped",
                                                "not-as-documents",
                                                "undecided"};
    return names.at(static_cast<std::size_t>(fault));
}

} // namespace polhist::judge
