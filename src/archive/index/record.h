// What the index holds of one policy, as bytes.

#pragma once

#include "timeline/history.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::index {

// What a policy's history is derived to be, with what else is asked of it. The documents of its
// versions can be read. Its `known_until` need not reckon with the newest polls of its observers.
struct Entry {
    timeline::History history;
    std::vector<std::string> arns; // all that were claimed, sorted
};

// A stretch of a file: documents compressed together, or an outline as it is.
struct Group {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t raw = 0; // bytes once inflated
    std::uint32_t checksum = 0;
};

// Where a document is in what its group inflates to.
struct Piece {
    std::size_t group = 0;
    std::size_t offset = 0;
    std::size_t size = 0;
};

// An entry with its documents elsewhere.
struct Record {
    Entry entry;               // its documents are not filled in
    std::vector<Piece> pieces; // one for each version
    std::vector<Group> groups;
    std::optional<Group> outline = {}; // of its documents; none where one cannot be read
};

std::string encoded(const Record& record);

// Nothing where the bytes are no record. In one that is, states name versions that are there, and
// pieces lie in groups that are there.
std::optional<Record> decoded(std::string_view bytes);

} // namespace polhist::index
