// What to say to somebody who takes a wildcard in the resource of a request for one.

#pragma once

#include "access/evaluate.h"

#include <string>

namespace polhist::cli {

// In a request, `*` is the resource of actions without resource types, and a wildcard elsewhere a
// character. Empty where the answer would hardly be another: for `*`, where no statement on other
// resources could turn it.
std::string resource_note(const policy::Document& document,
                          const access::Request& request,
                          access::Outcome outcome);

} // namespace polhist::cli
