// Which policies there are, and since when.

#pragma once

#include "answers/horizon.h"
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
    std::string current; // the version in force; empty where no version has a date, or none is
    std::optional<Instant> withdrawn = {}; // since when the policy is gone
};

struct Listing {
    std::vector<ListedPolicy> policies; // by name
    Horizon horizon;
};

struct ListFilter {
    std::vector<std::string> policies;  // names, ARNs or patterns; none: all
    std::optional<std::string> service; // `ec2`: a policy that grants something of it
    std::optional<Instant> at;          // as it was then; none: now
    bool withdrawn = false;             // policies that are withdrawn, too
};

// Policies that are in force or, without a date, known by versions without one. A policy counts for
// a service when an action pattern of the document in force can match an action of it, by wildcards
// and NotAction too.
Result<Listing> list(const timeline::Archive& archive, const ListFilter& filter);

} // namespace polhist::answers
