#include "output/difference_script.h"

#include "output/markdown.h"
#include "output/proof.h"
#include "output/simulation.h"
#include "output/text.h"

#include <fmt/format.h>

#include <array>

namespace polhist::output {

std::string diff_script(const answers::Comparison& comparison) {
    const std::array documents{SimulatedDocument{"old", comparison.from.document.get()},
                               SimulatedDocument{"new", comparison.to.document.get()}};
    std::vector<SimulatedRequest> requests;
    for (const auto& [move, witnesses] : diff::witnesses_by_move(comparison.difference.access)) {
        for (const access::Witness& witness : *witnesses) {
            requests.push_back(
                {fmt::format("{}: {}", name_of(move), example_phrase(move, witness, plain)),
                 &witness.request});
        }
    }
    std::string headline = diff_line(comparison, Style{});
    headline.pop_back();
    return simulation_script(headline, documents, requests);
}

std::string diff_script_markdown(const answers::Comparison& comparison) {
    return '\n' + fenced("sh", diff_script(comparison));
}

} // namespace polhist::output
