#include "core/written_date.h"

#include <doctest/doctest.h>

#include <vector>

namespace polhist {
namespace {

struct Row {
    std::string_view text;
    std::string_view expected; // empty: refused
};

TEST_CASE("days as pages write them") {
    const std::vector<Row> rows{
        {"August 11, 2021", "2021-08-11"},
        {"April 02, 2021", "2021-04-02"},
        {" may 1,2020 ", "2020-05-01"},
        {"Dec 31, 1999", "1999-12-31"},
        {"September  9  2021", "2021-09-09"},
        {"February 30, 2021", ""},
        {"Augus 11, 2021", ""},
        {"August 11", ""},
        {"August 111, 2021", ""},
        {"August 11, 2021, 22:29 UTC", ""},
        {"August eleven, 2021", ""},
        {"11 August 2021", ""},
        {"August 0, 2021", ""},
        {"", ""},
        {"2021-08-11", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(parse_written_day(row.text).value_or("") == row.expected);
    }
}

TEST_CASE("minutes as pages write them") {
    const std::vector<Row> rows{
        {"December 19, 2019, 22:29 UTC", "2019-12-19T22:29:00Z"},
        {"January 1, 2020, 00:00 utc", "2020-01-01T00:00:00Z"},
        {"January 1, 2020, 9:05 UTC", "2020-01-01T09:05:00Z"},
        {"January 1, 2020, 24:00 UTC", ""},
        {"January 1, 2020, 10:00", ""},
        {"January 1, 2020, 10:00 PST", ""},
        {"January 1, 2020", ""},
        {"January 1, 2020, 10:00 UTC and more words here", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto instant = parse_written_minute(row.text);
        CHECK((instant ? format_instant(*instant) : "") == row.expected);
    }
}

} // namespace
} // namespace polhist
