// What an index holds of all policies together: how far they are known, and when they were there
// without a known version.

#pragma once

#include "timeline/history.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::index {

// When each observer looked last at all that it observes.
using LastPolls = std::map<std::string, Instant, std::less<>>;

// A policy of a segment that was there without a known version for some time.
struct UnknownPolicy {
    std::size_t at = 0; // its position
    timeline::UnknownTime time;
};

struct Coverage {
    LastPolls polls;
    std::optional<Instant> known_until; // the newest observation of a policy of the segment
    std::vector<UnknownPolicy> unknown; // by position
};

std::string encoded(const Coverage& coverage);

// Nothing where the bytes are none of it. `policies`: how many the segment has.
std::optional<Coverage> decoded_coverage(std::string_view bytes, std::size_t policies);

// The newest of each observer.
LastPolls last_of(const std::vector<timeline::Poll>& polls);

} // namespace polhist::index
