#include "ledger/ledger.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace polhist::ledger {
namespace {

// A ledger with these updates and prose.
std::string ledger_with(std::string_view updates, std::string_view prose) {
    return fmt::format(R"({{"schema": "polhist.ledger/1", "source": "Page",
"tracking_since": "2021-04-02",
"updates": [{}],
"prose": [{}]}})",
                       updates,
                       prose);
}

TEST_CASE("a ledger is read whole, updates newest first") {
    const std::string text = ledger_with(
        R"({"date": "2021-04-13", "policy": "A", "change": "c1", "description": "d1"},
           {"date": "2021-08-11", "policy": "A", "change": "c2", "description": "d2"},
           {"date": "2021-04-13", "policy": null, "change": "c3", "description": "d3"})",
        R"({"policy": "A", "summary": "s", "introduction": "i",
            "services": [{"service": "Amazon EC2", "text": ["one", "two"]}]})");
    const auto ledger = parse({"ledger.json", text});
    REQUIRE(ledger);
    CHECK(ledger->source == "Page");
    CHECK(ledger->tracking_since == "2021-04-02");
    REQUIRE(ledger->updates.size() == 3);
    CHECK(ledger->updates[0].date == "2021-08-11");
    CHECK(ledger->updates[0].policy == "A");
    CHECK(ledger->updates[0].change == "c2");
    CHECK(ledger->updates[0].description == "d2");
    CHECK(ledger->updates[1].change == "c1");
    CHECK(ledger->updates[2].policy.empty());
    REQUIRE(ledger->prose.size() == 1);
    CHECK(ledger->prose[0].policy == "A");
    CHECK(ledger->prose[0].summary == "s");
    CHECK(ledger->prose[0].introduction == "i");
    REQUIRE(ledger->prose[0].services.size() == 1);
    CHECK(ledger->prose[0].services[0].service == "Amazon EC2");
    CHECK(ledger->prose[0].services[0].text == std::vector<std::string>{"one", "two"});
}

TEST_CASE("what is wrong with a ledger is said with its place") {
    struct Row {
        std::string text;
        std::string_view message;
    };

    const std::vector<Row> rows{
        {"[", "ledger.json:1:2: "},
        {"[]", "ledger.json:1:1: `ledger` must be an object, not an array ($)"},
        {"{}", "ledger.json:1:1: `ledger` has no `schema`; add it ($)"},
        {R"({"schema": "polhist.ledger/2", "source": "", "tracking_since": "2021-04-02",
             "updates": [], "prose": []})",
         "ledger.json:1:12: schema `polhist.ledger/2` is not known; write `polhist.ledger/1` "
         "($.schema)"},
        {R"({"schema": "polhist.ledger/1", "sourse": ""})",
         "ledger.json:1:42: `sourse` is no member of `ledger`; did you mean `source`? ($.sourse)"},
        {R"({"extra": ""})",
         "ledger.json:1:11: `extra` is no member of `ledger`; remove it ($.extra)"},
        {R"({"schema": "polhist.ledger/1", "source": "", "tracking_since": "2021-02-29",
             "updates": [], "prose": []})",
         "ledger.json:1:64: `2021-02-29` is no day; write it as `2021-08-11` ($.tracking_since)"},
        {ledger_with(R"({"date": "August", "policy": "A", "change": "", "description": ""})", ""),
         "ledger.json:3:22: `August` is no day; write it as `2021-08-11` ($.updates[0].date)"},
        {ledger_with(R"({"date": "2021-04-13", "policy": 1, "change": "", "description": ""})", ""),
         "ledger.json:3:46: `policy` must be a string, not a number ($.updates[0].policy)"},
        {ledger_with(R"({"date": "2021-04-13", "policy": "A", "change": ""})", ""),
         "ledger.json:3:13: `update` has no `description`; add it ($.updates[0])"},
        {ledger_with("", R"({"policy": "A", "summary": "", "introduction": "", "services": {}})"),
         "ledger.json:4:74: `services` must be an array, not an object ($.prose[0].services)"},
        {ledger_with("",
                     R"({"policy": "A", "summary": "", "introduction": "",
"services": [{"service": "S", "text": [7]}]})"),
         "ledger.json:5:40: `text` must be a string, not a number "
         "($.prose[0].services[0].text[0])"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto ledger = parse({"ledger.json", row.text});
        REQUIRE(!ledger);
        CHECK(ledger.error().message.substr(0, row.message.size()) == row.message);
    }
}

} // namespace
} // namespace polhist::ledger
