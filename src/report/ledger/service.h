// Services by the titles prose gives them, and by the prefixes actions and ARNs give them.

#pragma once

#include <string>
#include <string_view>

namespace polhist::ledger {

// The prefix of a service by its title: `Systems Manager` -> `ssm`. A title that is not in the
// table loses `Amazon ` or `AWS ` and its capitals.
std::string prefix_of(std::string_view title);

// The title of a service less `Amazon ` and `AWS `, by its prefix: `s3` -> `S3`. A prefix that is
// not in the table is its own title.
std::string_view title_of(std::string_view prefix);

} // namespace polhist::ledger
