// Findings as SARIF 2.1.0, for code scanning.
//
// A run always gives a valid log: what could not be read is a log whose invocation was not
// successful. Paths become URI references, and nothing from a document can become a link.
// Source: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", OASIS.

#pragma once

#include "output/finding.h"

#include <string>
#include <string_view>

namespace polhist::output {

// `status`: what the program exits with.
std::string sarif(const answers::ComparisonSet& set, const Severity& severity, int status);

// A log that says why there are no results.
std::string sarif_failure(std::string_view reason, int status);

// A path as a URI reference: relative ones without a scheme.
std::string uri_of(std::string_view path);

} // namespace polhist::output
