// Writes a segment, from the first policy to the header.

#pragma once

#include "index/output.h"
#include "index/segment.h"

#include <map>

namespace polhist::index {

class SegmentWriter {
public:
    explicit SegmentWriter(Output output);

    // Adds a policy, whose documents are read now. None may be added twice.
    Result<void> add(Entry entry);

    // Adds the policy at a position of another segment as it is; `patterns` are those of its
    // Allows. False where it is damaged.
    bool copy(const Segment& from, std::size_t at, const std::set<std::string>& patterns);

    // Puts the file in place. `pages`: what documentation pages say, or nothing where an older
    // segment has it. `polls`: of all observers.
    Result<void> finish(const std::optional<timeline::Claims>& pages, LastPolls polls);

private:
    struct Added {
        std::string name;
        std::string scope;
        std::uint64_t record = 0;
        std::uint32_t size = 0;
        std::uint32_t checksum = 0;
        std::optional<Instant> known_until;
        std::optional<timeline::UnknownTime> unknown;
    };

    Group add_group(std::string_view bytes, std::size_t raw);
    Group add_deflated(std::string_view texts);
    bool copy(Group& group, const Segment& from);
    Result<void> add_documents(Record& record, std::set<std::string>& patterns);
    void put(const Record& record, const std::set<std::string>& patterns);
    [[nodiscard]] std::string keys(const std::vector<std::size_t>& order,
                                   std::uint64_t names) const;
    [[nodiscard]] std::string actions(const std::vector<std::size_t>& order) const;
    [[nodiscard]] Coverage coverage(const std::vector<std::size_t>& order) const;

    Output output_;
    std::vector<Added> added_;
    std::map<std::string, std::vector<std::size_t>> patterns_; // by what was added when
};

} // namespace polhist::index
