// Requests and principals as JSON, as every answer writes them.

#pragma once

#include "access/verdict.h"
#include "json/writer.h"

#include <span>
#include <string>
#include <string_view>

namespace polhist::output {

// Everyone is `"*"`, others `{"AWS": "arn:…"}`.
void write_principal(json::Writer& writer, const policy::Principal& principal);

// `{"action", "resource", "principal" where there is one, "context"}`.
void write_request(json::Writer& writer, const access::Request& request);

// `"absent": [keys]`, and `"via"` and `"note"` where there is something to say.
void write_circumstances(json::Writer& writer,
                         std::span<const std::string> absent,
                         access::Via via,
                         std::string_view note);

// `"aws"`: arguments for the simulator of AWS, one string each.
void write_simulation(json::Writer& writer, std::span<const std::string> arguments);

void write_strings(json::Writer& writer, std::span<const std::string> values);

} // namespace polhist::output
