#include "index/record.h"

#include "index/bytes.h"

namespace polhist::index {
namespace {

using timeline::History;
using timeline::State;
using timeline::Version;

constexpr std::size_t classes = static_cast<std::size_t>(timeline::SourceClass::bare) + 1;
constexpr std::size_t events = static_cast<std::size_t>(timeline::Event::recreated) + 1;

std::optional<std::int64_t> number_of(const std::optional<Instant>& instant) {
    return instant ? std::optional(instant->microseconds) : std::nullopt;
}

std::optional<Instant> instant_of(const std::optional<std::int64_t>& number) {
    return number ? std::optional(Instant{*number}) : std::nullopt;
}

Instant instant_in(Decoder& from) {
    return {static_cast<std::int64_t>(from.wide())};
}

void encode_version(Encoder& to, const Version& version, const Piece& piece) {
    to.text(version.id).maybe(number_of(version.created));
    to.number(static_cast<std::size_t>(version.dated_by)).number(version.seen ? 1 : 0);
    to.hex(version.document).hex(version.blob).text(version.origin);
    to.number(piece.group).number(piece.offset).number(piece.size);
}

Version version_in(Decoder& from) {
    Version version;
    version.id = from.text();
    version.created = instant_of(from.maybe());
    version.dated_by = static_cast<timeline::SourceClass>(from.below(classes));
    version.seen = from.below(2) != 0;
    version.document = from.hex();
    version.blob = from.hex();
    version.origin = from.text();
    return version;
}

Piece piece_in(Decoder& from, const std::vector<Group>& groups) {
    Piece piece;
    piece.group = from.below(groups.size() + 1);
    piece.offset = from.number();
    piece.size = from.number();
    // One past the last group: a version without a document.
    const std::uint64_t raw = piece.group < groups.size() ? groups[piece.group].raw : 0;
    if (piece.offset > raw || piece.size > raw - piece.offset) {
        from.fail();
    }
    return piece;
}

void encode_group(Encoder& to, const Group& group) {
    to.number(group.offset).number(group.size).number(group.raw).word(group.checksum);
}

Group group_in(Decoder& from) {
    Group group;
    group.offset = from.number();
    group.size = from.number();
    group.raw = from.number();
    group.checksum = from.word();
    return group;
}

std::vector<Group> groups_in(Decoder& from) {
    std::vector<Group> groups(from.count());
    for (Group& group : groups) {
        group = group_in(from);
    }
    return groups;
}

} // namespace

std::string encoded(const Record& record) {
    const History& history = record.entry.history;
    Encoder to;
    to.text(history.scope).text(history.name).text(history.arn);
    to.texts(record.entry.arns).texts(history.notes);
    to.number(record.groups.size());
    for (const Group& group : record.groups) {
        encode_group(to, group);
    }
    encode_group(to, record.outline.value_or(Group{}));
    to.number(history.versions.size());
    for (std::size_t i = 0; i < history.versions.size(); ++i) {
        encode_version(to, history.versions[i], record.pieces[i]);
    }
    to.number(history.states.size());
    for (const State& state : history.states) {
        to.number(state.version).wide(static_cast<std::uint64_t>(state.since.microseconds));
        to.number(static_cast<std::size_t>(state.event)).maybe(number_of(state.withdrawn));
    }
    to.number(history.gaps.size());
    for (const Instant& gap : history.gaps) {
        to.wide(static_cast<std::uint64_t>(gap.microseconds));
    }
    to.maybe(number_of(history.known_until)).texts(history.observers);
    to.number(history.unknown ? 1 : 0);
    if (history.unknown) {
        to.maybe(number_of(history.unknown->from)).maybe(number_of(history.unknown->until));
    }
    return to.bytes();
}

std::optional<Record> decoded(std::string_view bytes) {
    Decoder from(bytes);
    Record record;
    History& history = record.entry.history;
    history.scope = from.text();
    history.name = from.text();
    history.arn = from.text();
    record.entry.arns = from.texts();
    history.notes = from.texts();
    record.groups = groups_in(from);
    if (const Group outline = group_in(from); outline.size != 0) {
        record.outline = outline;
    }
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        history.versions.push_back(version_in(from));
        record.pieces.push_back(piece_in(from, record.groups));
    }
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        State state;
        state.version = from.below(history.versions.size());
        state.since = instant_in(from);
        state.event = static_cast<timeline::Event>(from.below(events));
        state.withdrawn = instant_of(from.maybe());
        history.states.push_back(state);
    }
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        history.gaps.push_back(instant_in(from));
    }
    history.known_until = instant_of(from.maybe());
    history.observers = from.texts();
    if (from.below(2) != 0) {
        history.unknown.emplace();
        history.unknown->from = instant_of(from.maybe());
        history.unknown->until = instant_of(from.maybe());
    }
    return from.done() ? std::optional(std::move(record)) : std::nullopt;
}

} // namespace polhist::index
