// Which policies there are, and since when.

#pragma once

#include "core/error.h"
#include "timeline/history.h"

#include <optional>
#include <string>
#include <vector>

namespace polhist::answers {

struct ListedPolicy {
    std::string name;
    std::string arn;
    std::size_t versions = 0;
    std::optional<Instant> first;  // came into force
    std::optional<Instant> latest; // of the states that count
    std::string current;           // the version in force; empty where none has a date
};

struct ListFilter {
    std::vector<std::string> policies;  // names, ARNs or patterns; none: all
    std::optional<std::string> service; // `ec2`: a policy that grants something of it
    std::optional<Instant> at;          // only what was known to be in force by then
};

// Sorted by name. A policy counts for a service when an action pattern of the document in force can
// match an action of it, by wildcards and NotAction too.
Result<std::vector<ListedPolicy>> list(const timeline::Archive& archive, const ListFilter& filter);

} // namespace polhist::answers
