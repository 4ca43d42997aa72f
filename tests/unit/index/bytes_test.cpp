#include "index/bytes.h"

#include <doctest/doctest.h>

#include <limits>

namespace polhist::index {
namespace {

TEST_CASE("what was encoded comes back") {
    constexpr std::uint64_t numbers[] = {
        0, 1, 127, 128, 300, 1U << 31U, std::numeric_limits<std::uint64_t>::max()};
    for (const std::uint64_t value : numbers) {
        CAPTURE(value);
        Encoder to;
        to.number(value).wide(value).word(static_cast<std::uint32_t>(value));
        to.maybe(static_cast<std::int64_t>(value)).maybe(std::nullopt);
        Decoder from(to.bytes());
        CHECK(from.number() == value);
        CHECK(from.wide() == value);
        CHECK(from.word() == static_cast<std::uint32_t>(value));
        CHECK(from.maybe() == static_cast<std::int64_t>(value));
        CHECK_FALSE(from.maybe().has_value());
        CHECK(from.done());
    }
    for (const std::string_view text : {"", "a", "00ff", "00FF", "0", "x\n"}) {
        CAPTURE(text);
        Encoder to;
        to.text(text).hex(text);
        Decoder from(to.bytes());
        CHECK(from.text() == text);
        CHECK(from.hex() == text);
        CHECK(from.done());
    }
    CHECK(Encoder().hex(std::string(64, 'a')).bytes().size() == 34);
}

TEST_CASE("what was not encoded fails, for good") {
    Decoder cut("\x05"
                "abc");
    CHECK(cut.text().empty());
    CHECK_FALSE(cut.good());
    CHECK(cut.number() == 0);
    CHECK_FALSE(cut.done());
    CHECK(Decoder(std::string(20, '\xff')).number() == 0);
    Decoder many("\x7f");
    CHECK(many.count() == 0);
    CHECK_FALSE(many.good());
    Decoder left("\x01\x02");
    CHECK(left.number() == 1);
    CHECK(left.good());
    CHECK_FALSE(left.done());
}

} // namespace
} // namespace polhist::index
