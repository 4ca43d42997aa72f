// What a store is at, told by its files alone: without git, and at once.

#pragma once

#include <optional>
#include <string>

namespace polhist::store {

// The newest commit of the store at a path, 40 hexadecimal digits. Nothing where a look is not
// enough: it is no store, one of another format or not ours alone, or its reference is lost. Then
// opening the store tells what is wrong, if anything is.
std::optional<std::string> head_of(const std::string& path);

} // namespace polhist::store
