#include "render/difference_script.h"

#include "render/markdown.h"
#include "render/phrase.h"
#include "render/simulation.h"
#include "render/text.h"

#include <array>

namespace polhist::render {

std::string diff_script(const answers::Comparison& comparison) {
    const access::Access& access = comparison.difference.access;
    const std::array documents{SimulatedDocument{"old", comparison.from.document.get()},
                               SimulatedDocument{"new", comparison.to.document.get()}};
    std::vector<SimulatedRequest> requests;
    for (const access::Witness& witness : access.gained) {
        requests.push_back({access_phrase('+', witness, plain), &witness.request});
    }
    for (const access::Witness& witness : access.lost) {
        requests.push_back({access_phrase('-', witness, plain), &witness.request});
    }
    std::string headline = diff_line(comparison, Style{});
    headline.pop_back();
    return simulation_script(headline, documents, requests);
}

std::string diff_script_markdown(const answers::Comparison& comparison) {
    return '\n' + fenced("sh", diff_script(comparison));
}

} // namespace polhist::render
