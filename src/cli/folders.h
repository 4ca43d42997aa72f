// Two folders, compared document by document.
//
// Files of one path below the folders belong together, whatever they end in. What is no policy and
// no template on either side is passed over and counted. What changed and cannot be read on one
// side is trouble, unless it says nothing of a `Statement` and is not named as JSON.

#pragma once

#include "cli/operand_file.h"
#include "cli/operands.h"

#include <functional>
#include <string>

namespace polhist::cli {

struct Folders {
    std::string before;
    std::string after;
};

using ComparePair =
    std::function<Result<Compared>(const Session&, const OperandFile&, const OperandFile&)>;

// A policy is called what its file is, and by its path where base names meet: `dev/policy`.
Result<Compared>
compare_folders(const Session& session, const Folders& folders, const ComparePair& compare);

} // namespace polhist::cli
