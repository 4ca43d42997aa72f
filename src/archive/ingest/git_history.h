// The history of a folder of policy files, as a git repository keeps it.
//
// Every commit that changed a file is a look at the policy of that name, at the time of the commit,
// by an observer named after the oldest root commit, so copies of one archive are one observer. All
// parents are walked, and there are no renames. An empty file is a gap; a file that is gone, a
// withdrawal. A file counts as a policy when some commit has a policy in it, or what was meant to
// be one; the others are passed over.

#pragma once

#include "ingest/source.h"

namespace polhist::ingest {

// Whether a git repository, bare or not, is at the path.
bool is_git_repository(const std::string& path);

Result<Imported> read_git_history(const std::string& path, const Options& options);

} // namespace polhist::ingest
