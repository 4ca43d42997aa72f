// Days and instants from the command line.

#pragma once

#include "core/error.h"
#include "core/instant.h"

#include <optional>
#include <string>

namespace polhist::cli {

// Of `--since` and `--until`: a day begins at its first moment for the one and ends at its last for
// the other. Nothing for an empty text.
Result<std::optional<Instant>> since_argument(const std::string& text);
Result<std::optional<Instant>> until_argument(const std::string& text);

// Of `--at`, where many policies are asked: a day (its end) or an instant. Nothing for an empty
// text and for `latest`, which is now. Versions differ from policy to policy and are refused.
Result<std::optional<Instant>> at_argument(const std::string& text);

} // namespace polhist::cli
