// The steps of all policies, newest first, and the feeds made of them.

#pragma once

#include "site/files.h"
#include "site/record.h"

#include <span>
#include <string>
#include <vector>

namespace polhist::site {

struct News {
    const PolicyRecord* policy;
    const Step* step;
};

// Newest first; those of one instant by policy.
std::vector<News> news_of(std::span<const PolicyRecord> policies);

// Atom feeds of everything, each service and each verdict and, where the site has an address, the
// same as RSS; and the page that lists them.
Result<void>
write_feeds(std::span<const News> news, const std::string& base_url, const Write& write);

} // namespace polhist::site
