// The answer to one request.

#pragma once

#include "access/evaluate.h"
#include "render/style.h"

#include <string>

namespace polhist::render {

std::string decision_text(const access::Decision& decision, const Style& style);
std::string decision_json(const access::Decision& decision);
std::string decision_markdown(const access::Decision& decision, const access::Request& request);

} // namespace polhist::render
