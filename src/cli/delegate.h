// Giving a run to the other program, `polhist-store`.

#pragma once

#include "cli/command.h"

namespace polhist::cli {

// Goes on as `polhist-store` with the same arguments; nothing may have been printed as a result.
// Where there is no such program, says so and ends with trouble.
[[noreturn]] void hand_over(const Session& session);

} // namespace polhist::cli
