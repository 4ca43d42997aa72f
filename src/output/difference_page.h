// A comparison as HTML: a page of its own, and the parts of it for pages of a site.

#pragma once

#include "answers/comparison.h"

#include <string>
#include <string_view>

namespace polhist::output {

// A whole page, without scripts, that loads nothing.
std::string difference_page(const answers::ComparisonSet& set);

// Headings begin at `level` (1 or 2): the headline; verdict, proof, the three tellings and what was
// documented; the documents beside each other, with unchanged statements where `whole`.
std::string difference_headline(const answers::Comparison& comparison, int level);
std::string difference_tellings(const answers::Comparison& comparison, int level);
std::string difference_documents(const answers::Comparison& comparison, int level, bool whole);

// `<span class="verdict broader">broader</span>`.
std::string verdict_badge(access::Verdict verdict);

// The same with other words, for one that says more (output/proof.h).
std::string verdict_badge(access::Verdict overall, std::string_view words);

} // namespace polhist::output
