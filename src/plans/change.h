// A policy document inside a plan or a template, before and after.

#pragma once

#include "policy/document.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace polhist::plans {

// One side of a change: a document, nothing, or why it is not known.
struct Side {
    std::shared_ptr<const policy::Document> document; // an empty one where there is no policy
    std::string reason;                               // why there is no document
    bool unreadable = false;                          // else it is not known yet
    std::vector<std::size_t> lines;                   // of the statements in the file, from 1
};

struct Change {
    std::string address; // `aws_iam_role.app.assume_role_policy`
    Side before;
    Side after;
};

// A side without a policy: it allows nothing. `other`: what it is compared with.
Side absent(const policy::Document* other);

} // namespace polhist::plans
