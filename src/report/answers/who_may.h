// Which policies allow some access at a time, by effect (access/permission.h).
//
// A policy counts by the version that was in force then. One that is known only by versions without
// a date is told beside them, where some version allows it: whether it was in force nobody knows.
// One that was withdrawn by then does not count; one that was there, as far as is known, but of
// which no version of then is known, is named. What was not decided is among the policies, says
// why, and counts as conditional.

#pragma once

#include "answers/horizon.h"
#include "answers/inquiry.h"

#include <optional>
#include <string>
#include <vector>

namespace polhist::answers {

struct Holder {
    std::string name;
    std::string version;
    bool conditional = false;
    std::string sid; // of the statement; empty where it has none
    access::Permission permission;
};

struct WhoMay {
    access::Question question;
    std::optional<Instant> at;        // none: now
    std::vector<Holder> policies;     // by name
    std::vector<Holder> undated;      // by name and version
    std::size_t asked = 0;            // how many policies there are to ask
    std::vector<std::string> unknown; // there then, as far as is known, and no version known
    Horizon horizon;
};

Result<WhoMay> who_may(const timeline::Archive& archive,
                       const access::Question& question,
                       std::optional<Instant> at,
                       std::size_t budget);

} // namespace polhist::answers
