// Documentation pages of AWS, as blocks (markup/page.h).

#pragma once

#include "core/error.h"
#include "ingest/source.h"
#include "json/location.h"
#include "markup/page.h"

#include <string>
#include <vector>

namespace polhist::ingest {

// Whether a page is one of the AWS Managed Policy Reference: it tells a policy's version and ARN.
bool is_reference(const markup::Page& page);

// A service's page on its managed policies: the examples as bare documents, the prose on each
// policy, and the rows of the table of updates (`Change`, `Description`, `Date`). A section is on a
// policy when its heading names one: `NAME policy`, `AWS managed policy: NAME`, or `NAME`. `source`
// is the page's name for messages; a page that speaks of no policy is an error.
Result<Imported>
read_service_page(const markup::Page& page, const json::Source& source, const Options& options);

// A page of the AWS Managed Policy Reference: one version, dated to the minute.
Result<Imported>
read_reference_page(const markup::Page& page, const json::Source& source, const Options& options);

// The policies that the index of the AWS Managed Policy Reference lists, sorted: its items and
// cells that are a name and nothing else. A page without any is an error.
Result<std::vector<std::string>> read_reference_index(const markup::Page& page,
                                                      const json::Source& source);

} // namespace polhist::ingest
