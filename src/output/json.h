// Answers as JSON, one object each, in the field order that scripts rely on.

#pragma once

#include "answers/changelog.h"
#include "answers/listing.h"
#include "answers/log.h"
#include "json/writer.h"
#include "ledger/audit.h"

#include <span>
#include <string>

namespace polhist::output {

// The fields of `polhist.diff/1`, into an object that is open. `simulated`: requests have arguments
// for the simulator of AWS beside them.
void write_diff_fields(json::Writer& writer,
                       const answers::Comparison& comparison,
                       bool simulated = false);

// Each is one line with a line break at its end.
std::string diff_json(const answers::Comparison& comparison, bool simulated = false);
std::string list_json(const answers::Listing& listing);
std::string log_json(const timeline::History& history, const answers::Log& log);
std::string changelog_json(const answers::Changelog& changelog);
std::string audit_json(std::span<const ledger::Finding> findings, const answers::Horizon& horizon);

} // namespace polhist::output
