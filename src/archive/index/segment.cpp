#include "index/segment.h"

#include "access/permission.h"
#include "core/deflate.h"
#include "index/bytes.h"
#include "index/layout.h"
#include "index/pages.h"

namespace polhist::index {

std::optional<Segment> Segment::in(std::string_view bytes) {
    if (bytes.size() < header_size || !bytes.starts_with(magic)) {
        return std::nullopt;
    }
    Decoder header(bytes.substr(magic.size(), header_size - magic.size()));
    const bool known = header.word() == format;
    if (!known ||
        header.word() != checksum(bytes.substr(checked_from, header_size - checked_from))) {
        return std::nullopt;
    }
    Segment segment;
    segment.bytes_ = bytes;
    const std::uint64_t size = header.wide();
    segment.count_ = header.wide();
    segment.keys_ = header.wide();
    for (Stretch* part : {&segment.actions_, &segment.pages_, &segment.coverage_}) {
        part->offset = header.wide();
        part->size = header.wide();
        part->checksum = header.word();
    }
    const bool whole = size == bytes.size() && segment.count_ <= bytes.size() / key_size &&
                       segment.stretch(segment.keys_, segment.count_ * key_size);
    return whole ? std::optional(segment) : std::nullopt;
}

std::optional<std::string_view> Segment::stretch(std::uint64_t offset, std::uint64_t size) const {
    if (offset > bytes_.size() || size > bytes_.size() - offset) {
        return std::nullopt;
    }
    return bytes_.substr(offset, size);
}

std::optional<std::string_view> Segment::checked(const Stretch& at) const {
    const auto found = stretch(at.offset, at.size);
    return found && checksum(*found) == at.checksum ? found : std::nullopt;
}

// The row of a policy, and its name and scope.
std::optional<Segment::Row> Segment::row(std::size_t at) const {
    const auto bytes = stretch(keys_ + at * key_size, key_size);
    if (!bytes) {
        return std::nullopt;
    }
    Decoder from(*bytes);
    const std::uint64_t names = from.wide();
    const std::uint32_t name = from.word();
    const std::uint32_t scope = from.word();
    Row row;
    row.record.offset = from.wide();
    row.record.size = from.word();
    row.record.checksum = from.word();
    const std::uint32_t expected = from.word();
    const auto text = stretch(names, std::uint64_t{name} + scope);
    if (!text || key_checksum(bytes->substr(0, key_size - sizeof(expected)), *text) != expected) {
        return std::nullopt;
    }
    row.key = {text->substr(0, name), text->substr(name)};
    return row;
}

std::optional<Segment::Key> Segment::key(std::size_t at) const {
    const auto found = row(at);
    return found ? std::optional(found->key) : std::nullopt;
}

std::optional<std::pair<std::size_t, std::size_t>> Segment::named(std::string_view name) const {
    std::size_t first = 0;
    std::size_t last = count_;
    while (first < last) {
        const std::size_t middle = first + (last - first) / 2;
        const auto found = key(middle);
        if (!found) {
            return std::nullopt;
        }
        if (found->name < name) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    while (last < count_) {
        const auto found = key(last);
        if (!found) {
            return std::nullopt;
        }
        if (found->name != name) {
            break;
        }
        ++last;
    }
    return std::pair(first, last);
}

std::optional<Record> Segment::record(std::size_t at) const {
    const auto found = row(at);
    const auto bytes = found ? checked(found->record) : std::nullopt;
    auto record = bytes ? decoded(*bytes) : std::nullopt;
    const bool belongs = record && record->entry.history.name == found->key.name &&
                         record->entry.history.scope == found->key.scope;
    return belongs ? std::move(record) : std::nullopt;
}

std::optional<std::string_view> Segment::packed(const Group& group) const {
    return checked({group.offset, group.size, group.checksum});
}

std::optional<std::string> Segment::unpacked(const Group& group) const {
    const auto bytes = packed(group);
    if (!bytes || group.raw > most_inflated(group.size)) {
        return std::nullopt;
    }
    auto texts = inflated(*bytes, group.raw, group.raw);
    return texts && texts->size() == group.raw ? std::move(texts) : std::nullopt;
}

bool Segment::each_pattern(const UsePattern& use) const {
    return walk_patterns([&](std::string_view pattern, std::string_view positions) {
        std::vector<std::size_t> found;
        return read_positions(positions, [&](std::size_t at) { found.push_back(at); }) &&
               (use(pattern, found), true);
    });
}

std::optional<std::set<std::size_t>> Segment::that_may_allow(std::string_view action) const {
    std::set<std::size_t> found;
    const bool whole = walk_patterns([&](std::string_view pattern, std::string_view positions) {
        return !access::may_overlap(pattern, action) ||
               read_positions(positions, [&](std::size_t at) { found.insert(at); });
    });
    return whole ? std::optional(std::move(found)) : std::nullopt;
}

bool Segment::walk_patterns(
    const std::function<bool(std::string_view, std::string_view)>& use) const {
    const auto bytes = checked(actions_);
    if (!bytes) {
        return false;
    }
    Decoder from(*bytes);
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        const std::string_view pattern = from.text();
        const std::string_view positions = from.text();
        if (!from.good() || !use(pattern, positions)) {
            return false;
        }
    }
    return from.done();
}

bool Segment::read_positions(std::string_view bytes,
                             const std::function<void(std::size_t)>& use) const {
    Decoder from(bytes);
    std::size_t next = 0;
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        const std::size_t at = next + from.below(count_ - std::min(next, count_));
        next = at + 1;
        if (from.good()) {
            use(at);
        }
    }
    return from.done();
}

std::optional<timeline::Claims> Segment::pages() const {
    const auto bytes = checked(pages_);
    return bytes ? decoded_pages(*bytes) : std::nullopt;
}

std::optional<Coverage> Segment::coverage() const {
    const auto bytes = checked(coverage_);
    return bytes ? decoded_coverage(*bytes, count_) : std::nullopt;
}

} // namespace polhist::index
