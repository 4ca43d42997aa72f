// What an import brought, as text and as JSON.

#pragma once

#include "answers/import_report.h"

#include <string>

namespace polhist::output {

// A line of counts.
std::string import_text(const answers::ImportReport& report);

// `polhist.import/1`.
std::string import_json(const answers::ImportReport& report);

} // namespace polhist::output
