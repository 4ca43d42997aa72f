// Actions that statements spell out, looked up without letter case.

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace polhist::access {

// A hash table of actions and the numbers of the statements that list them. It holds views: the
// texts must stay. One list may be long and is gone through for each pair of documents, so adding
// takes no memory of its own; a lookup costs the characters of what is asked for.
class ActionTable {
public:
    void add(std::string_view action, std::uint32_t statement);

    [[nodiscard]] bool contains(std::string_view action) const;

    // Calls `take` with the number of each statement that an action was added with.
    template <typename Take>
    void for_each(std::string_view action, Take take) const {
        for (std::uint32_t at = first(action); at != none; at = next(at, action)) {
            take(entries_[at].statement);
        }
    }

private:
    static constexpr std::uint32_t none = UINT32_MAX;

    struct Entry {
        std::string_view action;
        std::uint64_t hash;
        std::uint32_t statement;
        std::uint32_t next; // of those with the same head
    };

    [[nodiscard]] std::uint32_t first(std::string_view action) const;
    [[nodiscard]] std::uint32_t next(std::uint32_t at, std::string_view action) const;
    [[nodiscard]] std::uint32_t
    same_from(std::uint32_t at, std::uint64_t hash, std::string_view action) const;
    void grow();

    std::vector<Entry> entries_;
    std::vector<std::uint32_t> heads_; // a power of two of them; by the hash's low bits
};

} // namespace polhist::access
