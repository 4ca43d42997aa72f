// What a plan or a template changes of access: a policy document, before and after; or something
// that is not compared.

#pragma once

#include "policy/document.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace polhist::plans {

// One side of a change: a document, one that is to be looked up, nothing, or why it is not known.
struct Side {
    std::shared_ptr<const policy::Document> document; // an empty one where there is no policy
    std::string reason;                               // why there is no document
    bool unreadable = false;                          // else it is not known yet
    std::vector<std::size_t> lines;                   // of the statements in the file, from 1
    std::string attached; // the ARN (or name) of the policy whose document counts
    bool limits = false;  // what counts is the most that it allows: it is a permissions boundary
};

struct Change {
    std::string address; // `aws_iam_role.app.assume_role_policy`
    Side before;
    Side after;
    std::string open; // why the two are not compared, whatever they are; empty: they are
};

// A side without a policy: it allows nothing. `other`: what it is compared with.
Side absent(const policy::Document* other);

// A side that is not known.
Side unknown_side(std::string_view reason);

// A side that is the document of an attached policy.
Side attached_side(std::string_view policy);

// A change that is not compared.
Change open_change(std::string address, std::string reason);

} // namespace polhist::plans
