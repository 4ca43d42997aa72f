#include "access/unknown_operators.h"

#include <fmt/format.h>

namespace polhist::access {

std::vector<Doubt> doubts_about_operators(const Pair& pair) {
    std::vector<Doubt> doubts;
    for (const Side side : {Side::before, Side::after}) {
        for (const CompiledStatement& statement : pair.statements(side)) {
            if (statement.unknown != nullptr) {
                doubts.push_back({side,
                                  statement.source,
                                  fmt::format("the condition operator `{}` is not known",
                                              statement.unknown->comparison),
                                  std::nullopt});
            }
        }
    }
    return doubts;
}

} // namespace polhist::access
