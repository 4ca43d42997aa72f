// What each commit of a repository changed, along all parents.
//
// A file that a commit holds is a change when no parent of it holds the same under that path; a
// file is gone when it is in every parent and not in the commit. There are no renames. Trees are
// read as they are stored, and only where they differ.

#pragma once

#include "git/repository.h"

#include <string>
#include <vector>

namespace polhist::git {

struct WalkedCommit {
    ObjectId id;
    std::int64_t seconds = 0; // of the committer, since 1970
};

struct Change {
    std::uint32_t commit = 0; // position in Walk::commits
    std::uint32_t path = 0;   // position in Walk::paths
    ObjectId blob;            // zero where the file is gone
};

struct Walk {
    std::vector<WalkedCommit> commits; // a child before its parents
    std::vector<std::string> paths;
    std::vector<Change> changes;
    ObjectId root;                     // the oldest commit without parents
    std::vector<std::uint32_t> newest; // paths of the files that the tip holds
};

Result<Walk> walk(const Repository& repository, const ObjectId& tip);

} // namespace polhist::git
