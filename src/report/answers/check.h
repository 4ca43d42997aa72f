// A check of a document, with the documents that its reasons speak of.
//
// What a check cannot sensibly be asked is an error, never a pass: access that no request can be
// for, and a document without principals asked whether it is public.

#pragma once

#include "access/check.h"
#include "answers/comparison.h"

namespace polhist::answers {

struct Check {
    access::Checked checked;
    Endpoint document;
    std::optional<Endpoint> reference; // of no-new-access
    access::AccessPatterns patterns;   // of access-not-granted
};

Check check_no_new_access(Endpoint reference, Endpoint changed, std::size_t budget);

Result<Check>
check_access_not_granted(Endpoint document, access::AccessPatterns patterns, std::size_t budget);

Result<Check> check_no_public_access(Endpoint document, std::size_t budget);

} // namespace polhist::answers
