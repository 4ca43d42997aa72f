#include "index/segment_writer.h"

#include "core/deflate.h"
#include "index/actions.h"
#include "index/bytes.h"
#include "index/layout.h"
#include "index/outline.h"
#include "index/pages.h"
#include "policy/envelope.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace polhist::index {
namespace {

// Documents of a policy are compressed together until there are this many bytes: versions are much
// alike, but for one of them all of its group is inflated.
constexpr std::size_t group_size = std::size_t{32} * 1024;

} // namespace

SegmentWriter::SegmentWriter(Output output) : output_(std::move(output)) {
    output_.append(std::string(header_size, '\0'));
}

// Writes bytes that were `raw` before they were compressed.
Group SegmentWriter::add_group(std::string_view bytes, std::size_t raw) {
    const Group group{output_.size(), bytes.size(), raw, checksum(bytes)};
    output_.append(bytes);
    return group;
}

Group SegmentWriter::add_deflated(std::string_view texts) {
    std::string packed;
    append_deflated(packed, texts);
    return add_group(packed, texts.size());
}

// Writes the documents of a policy and their outline, and finds out what they may allow.
Result<void> SegmentWriter::add_documents(Record& record, std::set<std::string>& patterns) {
    std::string texts;
    std::optional<OutlineWriter> outline(std::in_place);
    for (const timeline::Version& version : record.entry.history.versions) {
        const auto text = version.json.bytes();
        if (!text) {
            return tl::make_unexpected(text.error());
        }
        if (!texts.empty() && texts.size() + text->size() > group_size) {
            record.groups.push_back(add_deflated(texts));
            texts.clear();
        }
        record.pieces.push_back({record.groups.size(), texts.size(), text->size()});
        texts += *text;
        if (const auto read = policy::read_any({version.origin, *text})) {
            add_allowed(read->document, patterns);
            if (outline) {
                outline->add(read->document);
            }
        } else {
            patterns.insert("*"); // it may allow anything
            outline.reset();
        }
    }
    if (!texts.empty()) {
        record.groups.push_back(add_deflated(texts));
    }
    if (outline) {
        // As it is: inflating it would take longer than reading it.
        const std::string bytes = outline->bytes();
        record.outline = add_group(bytes, bytes.size());
    }
    return {};
}

Result<void> SegmentWriter::add(Entry entry) {
    Record record{std::move(entry), {}, {}, {}};
    std::set<std::string> patterns;
    auto added = add_documents(record, patterns);
    if (added) {
        put(record, patterns);
    }
    return added;
}

// Copies a group, whose place is then the new one. False where it is damaged.
bool SegmentWriter::copy(Group& group, const Segment& from) {
    const auto bytes = from.packed(group);
    if (!bytes) {
        return false;
    }
    group.offset = output_.size();
    output_.append(*bytes);
    return true;
}

bool SegmentWriter::copy(const Segment& from,
                         std::size_t at,
                         const std::set<std::string>& patterns) {
    auto record = from.record(at);
    if (!record) {
        return false;
    }
    for (Group& group : record->groups) {
        if (!copy(group, from)) {
            return false;
        }
    }
    if (record->outline && !copy(*record->outline, from)) {
        return false;
    }
    put(*record, patterns);
    return true;
}

void SegmentWriter::put(const Record& record, const std::set<std::string>& patterns) {
    const std::string bytes = encoded(record);
    for (const std::string& pattern : patterns) {
        patterns_[pattern].push_back(added_.size());
    }
    added_.push_back({record.entry.history.name,
                      record.entry.history.scope,
                      output_.size(),
                      static_cast<std::uint32_t>(bytes.size()),
                      checksum(bytes),
                      record.entry.history.known_until,
                      record.entry.history.unknown});
    output_.append(bytes);
}

// The table of policies, in the order of `order`; their names are to follow at `names`.
std::string SegmentWriter::keys(const std::vector<std::size_t>& order, std::uint64_t names) const {
    std::string table;
    for (const std::size_t number : order) {
        const Added& added = added_[number];
        Encoder row;
        row.wide(names);
        row.word(static_cast<std::uint32_t>(added.name.size()));
        row.word(static_cast<std::uint32_t>(added.scope.size()));
        row.wide(added.record).word(added.size).word(added.checksum);
        row.word(key_checksum(row.bytes(), added.name + added.scope));
        table += row.bytes();
        names += added.name.size() + added.scope.size();
    }
    return table;
}

std::string SegmentWriter::actions(const std::vector<std::size_t>& order) const {
    std::vector<std::size_t> places(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        places[order[i]] = i;
    }
    Encoder to;
    to.number(patterns_.size());
    for (const auto& [pattern, numbers] : patterns_) {
        std::vector<std::size_t> positions;
        std::ranges::transform(
            numbers, std::back_inserter(positions), [&](std::size_t n) { return places[n]; });
        std::ranges::sort(positions);
        Encoder steps;
        steps.number(positions.size());
        std::size_t next = 0;
        for (const std::size_t at : positions) {
            steps.number(at - next);
            next = at + 1;
        }
        to.text(pattern).text(steps.bytes());
    }
    return to.bytes();
}

// The coverage of what was added, without polls.
Coverage SegmentWriter::coverage(const std::vector<std::size_t>& order) const {
    Coverage coverage;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Added& added = added_[order[i]];
        coverage.known_until = std::max(coverage.known_until, added.known_until);
        if (added.unknown) {
            coverage.unknown.push_back({i, *added.unknown});
        }
    }
    return coverage;
}

Result<void> SegmentWriter::finish(const std::optional<timeline::Claims>& pages, LastPolls polls) {
    std::vector<std::size_t> order(added_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t number) {
        return std::tie(added_[number].name, added_[number].scope);
    });
    const std::uint64_t table = output_.size();
    output_.append(keys(order, table + order.size() * key_size));
    for (const std::size_t number : order) {
        output_.append(added_[number].name + added_[number].scope);
    }
    Coverage covered = coverage(order);
    covered.polls = std::move(polls);
    Encoder parts;
    for (const std::string& part :
         {actions(order), pages ? encoded_pages(*pages) : std::string(), encoded(covered)}) {
        parts.wide(output_.size()).wide(part.size()).word(checksum(part));
        output_.append(part);
    }
    Encoder checked;
    checked.wide(output_.size()).wide(order.size()).wide(table);
    const std::string behind = checked.bytes() + parts.bytes();
    Encoder front;
    front.word(format).word(checksum(behind));
    return output_.place(std::string(magic) + front.bytes() + behind);
}

} // namespace polhist::index
