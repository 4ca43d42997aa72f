// Answers as text for people.

#pragma once

#include "answers/changelog.h"
#include "answers/listing.h"
#include "answers/log.h"
#include "diff/text.h"
#include "ledger/audit.h"
#include "output/style.h"

#include <span>
#include <string>

namespace polhist::output {

// A comparison: headline, proof, the three tellings, what was documented.
std::string diff_text(const answers::Comparison& comparison, const Style& style);

// One line: name, versions, verdict, what changed.
std::string diff_line(const answers::Comparison& comparison, const Style& style);

// The canonical documents against each other, as a unified diff of statements.
std::string text_difference(const answers::Comparison& comparison, const Style& style);

std::string list_text(const answers::Listing& listing, const Style& style);
std::string log_text(const timeline::History& history, const answers::Log& log, const Style& style);
std::string changelog_text(const answers::Changelog& changelog, const Style& style);
std::string audit_text(std::span<const ledger::Finding> findings,
                       const answers::Horizon& horizon,
                       const Style& style);

} // namespace polhist::output
