#include "core/base64.h"

#include <doctest/doctest.h>

namespace polhist {
namespace {

TEST_CASE("base64 is read as it is defined") {
    struct Row {
        std::string_view text;
        std::optional<std::string> bytes;
    };

    // The first seven are those of RFC 4648, section 10.
    const Row rows[] = {
        {"", ""},
        {"Zg==", "f"},
        {"Zm8=", "fo"},
        {"Zm9v", "foo"},
        {"Zm9vYg==", "foob"},
        {"Zm9vYmE=", "fooba"},
        {"Zm9vYmFy", "foobar"},
        {"+/+/", "\xfb\xff\xbf"},
        {"Zg", std::nullopt},
        {"Zg=", std::nullopt},
        {"Z===", std::nullopt},
        {"====", std::nullopt},
        {"Zm=v", std::nullopt},
        {"Zm9v\n", std::nullopt},
        {" Zm9", std::nullopt},
        {"Zm-_", std::nullopt},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(parse_base64(row.text) == row.bytes);
    }
}

} // namespace
} // namespace polhist
