// How far an answer is known, as every answer over time says it.

#pragma once

#include "answers/horizon.h"
#include "json/writer.h"

#include <string>

namespace polhist::output {

// `"known_until":…,"beyond_known":…`, into an object that is open.
void write_horizon(json::Writer& writer, const answers::Horizon& horizon);

// `known up to 2026-03-06T01:04:23Z` and a line break; empty where nothing was observed.
std::string horizon_text(const answers::Horizon& horizon);

// The same as a paragraph of Markdown, behind others.
std::string horizon_markdown(const answers::Horizon& horizon);

} // namespace polhist::output
