// The statistics page: how many changes, of which kind, and where most of them are.

#pragma once

#include "site/news.h"
#include "site/page.h"

#include <span>

namespace polhist::site {

Page statistics_page(std::span<const PolicyRecord> policies, std::span<const News> news);

} // namespace polhist::site
