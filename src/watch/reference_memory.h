// What the source `reference:` remembers from one look to the next: what each page said, and how to
// ask whether it still says so.

#pragma once

#include "timeline/claim.h"
#include "watch/site.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::watch {

struct RememberedPage {
    timeline::VersionClaim version;
    Validator validator;
};

struct ReferenceMemory {
    Validator index;
    std::vector<std::string> names;              // that the index listed, sorted
    std::map<std::string, RememberedPage> pages; // by name of the policy
};

// As text, and back. What cannot be read counts as not there.
std::string memory_json(const ReferenceMemory& memory);
ReferenceMemory parse_memory(std::string_view text);

} // namespace polhist::watch
