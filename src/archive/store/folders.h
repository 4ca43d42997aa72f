// The folders of policies and pages in the tree of a store.

#pragma once

#include "git/repository.h"

#include <functional>
#include <string>
#include <string_view>

namespace polhist::store {

struct FolderAt {
    std::string path;     // from the top of the tree
    std::string name;     // its last part
    git::ObjectId claims; // its file `claims`
};

// Calls `use` for each folder of an area (`policies`, `pages`, `observers`, `principals`) that has
// claims, in the order of the tree. The first error ends it.
Result<void> walk_folders(const git::Repository& repository,
                          const git::ObjectId& root,
                          std::string_view area,
                          const std::function<Result<void>(const FolderAt&)>& use);

} // namespace polhist::store
