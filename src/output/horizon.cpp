#include "output/horizon.h"

#include <fmt/format.h>

namespace polhist::output {

void write_horizon(json::Writer& writer, const answers::Horizon& horizon) {
    writer.key("known_until");
    if (horizon.known_until) {
        writer.string(format_instant(*horizon.known_until));
    } else {
        writer.null();
    }
    writer.key("beyond_known").boolean(horizon.beyond);
}

std::string horizon_text(const answers::Horizon& horizon) {
    return horizon.known_until
               ? fmt::format("known up to {}\n", format_instant(*horizon.known_until))
               : std::string();
}

std::string horizon_markdown(const answers::Horizon& horizon) {
    return horizon.known_until
               ? fmt::format("\nKnown up to {}.\n", format_instant(*horizon.known_until))
               : std::string();
}

} // namespace polhist::output
