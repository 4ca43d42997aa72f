#include "judge/finding.h"

#include <array>

namespace polhist::judge {

std::string name_of(Fault fault) {
    constexpr std::array<const char*, 11> names{"missed-gain",
                                                "false-witness",
                                                "foreign-witness",
                                                "wrong-statement",
                                                "untold-statement",
                                                "wrong-label",
                                                "other-evaluation",
                                                "false-cover",
                                                "wrong-overall",
                                                "disordered",
                                                "undecided"};
    return names.at(static_cast<std::size_t>(fault));
}

} // namespace polhist::judge
