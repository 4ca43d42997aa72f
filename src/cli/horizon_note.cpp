#include "cli/horizon_note.h"

#include <fmt/format.h>

namespace polhist::cli {

void warn_beyond(const Session& session, const answers::Horizon& horizon) {
    if (horizon.beyond) {
        session.note(fmt::format("warning: asked about a time after the newest observation, {}; "
                                 "what changed since is not known",
                                 format_instant(*horizon.known_until)));
    }
}

void note_withdrawn(const Session& session,
                    const timeline::History& history,
                    const timeline::When& when) {
    if (const auto gone = history.withdrawn();
        gone && when.kind == timeline::When::Kind::latest && when.back == 0) {
        session.note(fmt::format("`{}` was withdrawn by {}; this is the version in force before",
                                 history.name,
                                 format_instant(*gone)));
    }
}

} // namespace polhist::cli
