// Answers as Markdown.
//
// Everything from a document or a ledger stands in code spans or with its punctuation escaped, so
// it cannot become a heading, a link or HTML.

#pragma once

#include "answers/changelog.h"
#include "answers/listing.h"
#include "answers/log.h"
#include "ledger/audit.h"
#include "output/phrase.h"

#include <span>
#include <string>
#include <string_view>

namespace polhist::output {

// A fenced block of code that no content can end.
std::string fenced(std::string_view language, std::string_view text);

// `full`: long lists whole, not folded.
std::string diff_markdown(const answers::Comparison& comparison, bool full);

// The canonical documents against each other, as a fenced block.
std::string text_difference_markdown(const answers::Comparison& comparison);

// In the manner of Keep a Changelog: newest day first, what was added, changed and removed, with
// verdict and proof; what may make access broader stands under Security.
std::string changelog_markdown(std::span<const answers::ChangelogDay> days, bool full);

std::string list_markdown(const answers::Listing& listing);
std::string log_markdown(const timeline::History& history, const answers::Log& log, bool full);
std::string audit_markdown(std::span<const ledger::Finding> findings);

} // namespace polhist::output
