// JSON that is too long to keep: some parts of it, in one pass.
//
// The whole text is held to be JSON, with the depth that a Tree may have and no key twice, but only
// the elements of some lists are kept, one at a time. Memory: the longest such element, the longest
// string and the keys of one object, each of which is bounded.

#pragma once

#include "core/error.h"
#include "json/location.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace polhist::json {

// Reads the next bytes of a text into a buffer; 0 only at its end.
using ReadBlock = std::function<Result<std::size_t>(char* into, std::size_t size)>;

constexpr std::size_t longest_part = std::size_t{16} << 20U;   // bytes of one element
constexpr std::size_t longest_string = std::size_t{64} << 20U; // of what is passed over
constexpr std::size_t most_open_keys = 4'000'000;              // of objects that hold each other

// An element of a list in the root: the key of that list, its text, and where in the file it is.
struct Part {
    std::string_view list;
    Source source;
};

// Reads all of a text named `name` and gives the elements of the lists at `keys` of the root, which
// is an object. The result is that object as JSON with every list and object in it empty.
Result<std::string> read_parts(std::string_view name,
                               const ReadBlock& read,
                               std::span<const std::string_view> keys,
                               const std::function<Result<void>(const Part&)>& take);

} // namespace polhist::json
