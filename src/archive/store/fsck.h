// Whether a store is whole, and making it so again.
//
// Every object that the history reaches is read and hashed anew; then the claims of the newest
// commit are read, and held against the folders and forms that they speak of. Facts are only ever
// added, so whatever any commit still holds belongs into the newest tree: repairing gathers that,
// and because a tree depends on its facts alone, what comes out is often the very tree that was
// lost.

#pragma once

#include "store/store.h"

#include <string>
#include <vector>

namespace polhist::store {

struct Health {
    std::size_t objects = 0; // that were hashed
    std::size_t commits = 0;
    std::size_t policies = 0;
    bool begins_right = true; // its history comes from the commit that the store names as its first
    std::vector<std::string> missing;  // objects that are not there
    std::vector<std::string> damaged;  // objects whose bytes are not theirs
    std::vector<std::string> wrong;    // claims that do not fit together, for people
    std::vector<std::string> repaired; // what was done, for people

    [[nodiscard]] bool is_good() const {
        return missing.empty() && damaged.empty() && wrong.empty();
    }
};

Result<Health> check(const Store& store);

// Moves what is damaged into the folder `quarantine` of the store at a path, gathers what is left,
// and gives the health afterwards. What was lost for good can be brought back by importing it
// again.
Result<Health> repair(const std::string& path);

} // namespace polhist::store
