// Telling a git repository from other folders, without opening it.

#pragma once

#include <string>

namespace polhist::git {

// Whether something that looks like a repository, bare or with its files, is at a path.
bool is_repository(const std::string& path);

} // namespace polhist::git
