// Bytes as every file of an index, with right and with wrong checksums. Whatever they are, reading
// ends, stays inside them, and does not crash.

#include "index/chain.h"
#include "index/layout.h"
#include "index/outline.h"
#include "index/pages.h"
#include "index/record.h"
#include "index/segment.h"
#include "index/steps.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace polhist::index;

// Puts the right checksum into a header, so that what is behind it is read.
std::string with_right_header(std::string bytes) {
    if (bytes.size() >= header_size) {
        bytes.replace(0, magic.size(), magic);
        const std::uint32_t sum = polhist::checksum(
            std::string_view(bytes).substr(checked_from, header_size - checked_from));
        const std::uint32_t words[] = {format, sum};
        for (std::size_t i = 0; i < sizeof(words); ++i) {
            bytes[magic.size() + i] =
                static_cast<char>(words[i / sizeof(sum)] >> (8 * (i % sizeof(sum))));
        }
    }
    return bytes;
}

void read_record(const Record& record) {
    for (const polhist::timeline::State& state : record.entry.history.states) {
        if (state.version >= record.entry.history.versions.size()) {
            std::abort();
        }
    }
    // What was read can be written, and is then the same.
    const std::string again = encoded(record);
    const auto twice = decoded(again);
    if (!twice || encoded(*twice) != again) {
        std::abort();
    }
}

void read_documents(const Segment& segment, const Record& record) {
    for (const Piece& piece : record.pieces) {
        if (piece.group >= record.groups.size()) {
            continue;
        }
        const auto texts = segment.unpacked(record.groups[piece.group]);
        if (texts && piece.offset + piece.size > texts->size()) {
            std::abort();
        }
    }
}

void read_segment(std::string_view bytes) {
    const auto segment = Segment::in(bytes);
    if (!segment) {
        return;
    }
    for (std::size_t i = 0; i < segment->size() && i < 64; ++i) {
        static_cast<void>(segment->key(i));
        if (const auto record = segment->record(i)) {
            read_record(*record);
            read_documents(*segment, *record);
        }
    }
    static_cast<void>(segment->named("P"));
    static_cast<void>(segment->that_may_allow("s3:GetObject"));
    static_cast<void>(segment->pages());
}

// The first byte is the number of versions.
void read_outline(std::string_view bytes) {
    const std::size_t versions = bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front());
    const auto outline = Outline::in(bytes.substr(bytes.empty() ? 0 : 1), versions);
    const auto excerpts = outline ? outline->about("s3:Get*") : std::nullopt;
    for (std::size_t i = 0; excerpts && i < versions; ++i) {
        static_cast<void>(excerpts->of(i));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    read_segment(bytes);
    read_segment(with_right_header(bytes));
    static_cast<void>(manifest_in(bytes));
    static_cast<void>(decoded_pages(bytes));
    if (const auto step = decoded_step(bytes)) {
        static_cast<void>(encoded(*step));
    }
    if (const auto record = decoded(bytes)) {
        read_record(*record);
    }
    read_outline(bytes);
    return 0;
}
