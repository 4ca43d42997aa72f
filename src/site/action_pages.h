// A page for each action, and lists that lead to them.

#pragma once

#include "site/actions.h"
#include "site/files.h"
#include "site/record.h"

#include <map>
#include <span>

namespace polhist::site {

Result<void> write_action_pages(const std::map<std::string, Actions::Action>& actions,
                                std::span<const PolicyRecord> policies,
                                const Write& write);

} // namespace polhist::site
