// A file of the index: policies sorted by name, each with a record and its documents, what actions
// they may allow, how far they are known, and perhaps what documentation pages say.
//
// Every part carries a checksum, which is looked at when the part is read. Whatever the bytes are,
// reading ends, stays inside them, and gives nothing where they are not what was written.
// doc/index.md, describes the format.

#pragma once

#include "index/coverage.h"
#include "index/record.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace polhist::index {

// The number of the whole format; another is none of ours.
constexpr std::uint32_t format = 3;

class Segment {
public:
    // A segment in memory that stays. Nothing where its header is none.
    static std::optional<Segment> in(std::string_view bytes);

    // How many policies it has.
    [[nodiscard]] std::size_t size() const { return count_; }

    struct Key {
        std::string_view name;
        std::string_view scope;
    };

    // The policy at a position, in the order of names and then scopes.
    [[nodiscard]] std::optional<Key> key(std::size_t at) const;

    // The positions, from the first up to the last, of policies of this name.
    [[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>>
    named(std::string_view name) const;

    [[nodiscard]] std::optional<Record> record(std::size_t at) const;

    // The bytes of a group as they are in the file, and inflated.
    [[nodiscard]] std::optional<std::string_view> packed(const Group& group) const;
    [[nodiscard]] std::optional<std::string> unpacked(const Group& group) const;

    // Calls `use` for each pattern of an Allow and the positions of the policies that have it.
    // False where it is damaged.
    using UsePattern = std::function<void(std::string_view, const std::vector<std::size_t>&)>;
    [[nodiscard]] bool each_pattern(const UsePattern& use) const;

    // The positions of policies that may allow an action (a pattern): one of theirs overlaps it.
    [[nodiscard]] std::optional<std::set<std::size_t>>
    that_may_allow(std::string_view action) const;

    // Whether it says what pages say, and what.
    [[nodiscard]] bool has_pages() const { return pages_.size != 0; }

    [[nodiscard]] std::optional<timeline::Claims> pages() const;

    // How far its policies are known; of all segments, the newest has the polls of all observers.
    [[nodiscard]] std::optional<Coverage> coverage() const;

private:
    struct Stretch {
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
        std::uint32_t checksum = 0;
    };

    struct Row {
        Key key;
        Stretch record;
    };

    Segment() = default;
    [[nodiscard]] std::optional<Row> row(std::size_t at) const;
    [[nodiscard]] bool
    walk_patterns(const std::function<bool(std::string_view, std::string_view)>& use) const;
    [[nodiscard]] bool read_positions(std::string_view bytes,
                                      const std::function<void(std::size_t)>& use) const;
    [[nodiscard]] std::optional<std::string_view> stretch(std::uint64_t offset,
                                                          std::uint64_t size) const;
    [[nodiscard]] std::optional<std::string_view> checked(const Stretch& at) const;

    std::string_view bytes_;
    std::size_t count_ = 0;
    std::uint64_t keys_ = 0;
    Stretch actions_;
    Stretch pages_;
    Stretch coverage_;
};

} // namespace polhist::index
