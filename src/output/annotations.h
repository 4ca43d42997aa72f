// Findings as workflow commands of GitHub Actions: annotations beside the lines of a change.
//
// Nothing from a document can end a command or begin another. A job shows few annotations, so
// past some of a kind the rest is counted.
// Source: "Workflow commands for GitHub Actions" in the GitHub documentation.

#pragma once

#include "output/finding.h"

#include <string>
#include <string_view>

namespace polhist::output {

// A line for each finding; where there is none, a notice that says so.
std::string annotations(const answers::ComparisonSet& set, const Severity& severity);

// An annotation that says why nothing was compared.
std::string failure_annotation(std::string_view reason);

} // namespace polhist::output
