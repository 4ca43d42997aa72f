// When policies allowed some access, and which do.

#pragma once

#include "answers/when_allowed.h"
#include "answers/who_may.h"
#include "output/style.h"

#include <string>

namespace polhist::output {

// A sentence for each policy.
std::string when_text(const answers::WhenAllowed& answer, const Style& style);
std::string when_markdown(const answers::WhenAllowed& answer);

// `polhist.when/1`, one line. Beside the members that every span has: `undecided`, why, where it
// was not decided; and `undated`, versions without a date that allow it.
std::string when_json(const answers::WhenAllowed& answer);

std::string who_text(const answers::WhoMay& answer, const Style& style);
std::string who_markdown(const answers::WhoMay& answer);

// `polhist.who/1`, one line. Beside the members that every policy has: `request`, an example; or
// `undecided`, why; and `undated`, policies known only by versions without a date.
std::string who_json(const answers::WhoMay& answer);

} // namespace polhist::output
