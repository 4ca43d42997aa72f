// The answer to one request.

#pragma once

#include "access/evaluate.h"
#include "answers/horizon.h"
#include "output/style.h"

#include <optional>
#include <string>

namespace polhist::output {

std::string decision_text(const access::Decision& decision, const Style& style);
// `horizon`: of a version of a policy; nothing for a document.
std::string decision_json(const access::Decision& decision,
                          const std::optional<answers::Horizon>& horizon = {});
std::string decision_markdown(const access::Decision& decision, const access::Request& request);

} // namespace polhist::output
