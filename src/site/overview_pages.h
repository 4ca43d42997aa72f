// The pages about all policies: start, list, statistics, feeds, about; and the JSON list.

#pragma once

#include "site/files.h"
#include "site/record.h"

#include <span>
#include <string>

namespace polhist::site {

Result<void> write_overview(std::span<const PolicyRecord> policies,
                            const std::optional<Instant>& known_until,
                            const std::string& base_url,
                            const Write& write);

} // namespace polhist::site
