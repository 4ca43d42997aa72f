#include "core/instant.h"

#include <doctest/doctest.h>

namespace polhist {
namespace {

std::string reformatted(std::string_view text) {
    const auto instant = parse_instant(text);
    return instant ? format_instant(*instant) : "no instant";
}

TEST_CASE("instants are read in every RFC 3339 form and written in one") {
    struct Row {
        std::string_view text;
        std::string_view printed;
    };

    constexpr Row rows[] = {
        {"2021-08-11T18:07:10Z", "2021-08-11T18:07:10Z"},
        {"2021-08-11T18:07:10+00:00", "2021-08-11T18:07:10Z"},
        {"2021-08-11T18:07:10-00:00", "2021-08-11T18:07:10Z"},
        {"2021-08-11t18:07:10z", "2021-08-11T18:07:10Z"},
        {"2021-08-11 18:07:10Z", "2021-08-11T18:07:10Z"},
        {"2021-08-11T20:07:10+02:00", "2021-08-11T18:07:10Z"},
        {"2021-08-11T23:37:10+05:30", "2021-08-11T18:07:10Z"},
        {"2021-08-11T18:07:10-07:00", "2021-08-12T01:07:10Z"},
        {"2021-01-01T00:30:00+01:00", "2020-12-31T23:30:00Z"},
        {"2021-08-11T18:07:10.5Z", "2021-08-11T18:07:10.500000Z"},
        {"2021-08-11T18:07:10.000Z", "2021-08-11T18:07:10Z"},
        {"2021-08-11T18:07:10.123456Z", "2021-08-11T18:07:10.123456Z"},
        {"2021-08-11T18:07:10.123456999Z", "2021-08-11T18:07:10.123456Z"},
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
        {"2020-02-29T00:00:00Z", "2020-02-29T00:00:00Z"},
        {"2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"},
        {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
        {"1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.900000Z"},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
        {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(reformatted(row.text) == row.printed);
    }
}

TEST_CASE("what is no instant is refused") {
    constexpr std::string_view rows[] = {
        "",
        "2021",
        "2021-08-11",
        "2021-08-11T18:07:10",
        "2021-08-11T18:07Z",
        "2021-08-11T18:07:10z ",
        " 2021-08-11T18:07:10Z",
        "2021-08-11T18:07:10.Z",
        "2021-08-11T18:07:10+0000",
        "2021-08-11T18:07:10+24:00",
        "2021-08-11T18:07:10+00:60",
        "2021-08-11T24:00:00Z",
        "2021-08-11T18:60:00Z",
        "2021-08-11T18:07:61Z",
        "2021-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2021-13-01T00:00:00Z",
        "2021-00-01T00:00:00Z",
        "2021-04-31T00:00:00Z",
        "2021-04-00T00:00:00Z",
        "2021-8-11T18:07:10Z",
        "+021-08-11T18:07:10Z",
        "2021-08-11T-8:07:10Z",
        "1628705230",
    };
    for (const std::string_view row : rows) {
        CAPTURE(row);
        CHECK(reformatted(row) == "no instant");
    }
}

TEST_CASE("an instant is compared by the time it means") {
    CHECK(parse_instant("2021-08-11T18:07:10Z") == parse_instant("2021-08-11T20:07:10+02:00"));
    CHECK(*parse_instant("2021-08-11T18:07:10Z") < *parse_instant("2021-08-11T18:07:10.000001Z"));
    CHECK(parse_instant("1970-01-01T00:00:01Z")->microseconds == 1'000'000);
}

TEST_CASE("a day has a first and a last instant") {
    CHECK(format_instant(*start_of_day("2021-08-11")) == "2021-08-11T00:00:00Z");
    CHECK(format_instant(*end_of_day("2021-08-11")) == "2021-08-11T23:59:59.999999Z");
    CHECK(format_date(*start_of_day("2021-08-11")) == "2021-08-11");
    CHECK(format_date(*end_of_day("2021-08-11")) == "2021-08-11");
    CHECK(format_date(*end_of_day("1969-12-31")) == "1969-12-31");
    for (const std::string_view text :
         {"", "2021-13-45", "2021-02-29", "2021-08-11T", "2021-8-11", "2021-08", "20210811"}) {
        CAPTURE(text);
        CHECK_FALSE(start_of_day(text).has_value());
        CHECK_FALSE(end_of_day(text).has_value());
    }
}

} // namespace
} // namespace polhist
