// What a user is told of how far things are known, beside the answer.

#pragma once

#include "answers/horizon.h"
#include "cli/command.h"

namespace polhist::cli {

// Warns where a date that was asked about lies after what is known.
void warn_beyond(const Session& session, const answers::Horizon& horizon);

// Says that a policy is withdrawn, where `latest` was meant and nothing is in force.
void note_withdrawn(const Session& session,
                    const timeline::History& history,
                    const timeline::When& when);

} // namespace polhist::cli
