#include "core/deflate.h"

#include <doctest/doctest.h>

namespace polhist {
namespace {

TEST_CASE("what was deflated comes back, and no more than was allowed") {
    const std::string text(10'000, 'a');
    std::string packed;
    append_deflated(packed, text);
    CHECK(packed.size() < 100);
    for (const unsigned guess : {0U, 1U, 10U, 10'000U, 1'000'000U}) {
        CAPTURE(guess);
        CHECK(inflated(packed, 10'000, guess) == text);
        CHECK_FALSE(inflated(packed, 9'999, guess).has_value());
    }
    CHECK_FALSE(inflated(packed + "x", 10'000).has_value());
    CHECK_FALSE(inflated(packed.substr(1), 10'000).has_value());
    CHECK_FALSE(inflated(packed.substr(0, packed.size() - 1), 10'000).has_value());
}

TEST_CASE("a checksum goes on where another ended") {
    CHECK(checksum("123456789") == 0xCBF43926U); // the check value of CRC-32
    CHECK(checksum("6789", checksum("12345")) == checksum("123456789"));
    CHECK(checksum("") == 0);
}

} // namespace
} // namespace polhist
