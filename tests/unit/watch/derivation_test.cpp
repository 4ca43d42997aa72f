#include "watch/derivation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace polhist::watch {
namespace {

using timeline::Observation;

constexpr std::int64_t day = 86'400'000'000;

// `v2:B@5`: version 2 with document B, created on day 5. `gone`, `gap`. Looks are a day apart, from
// day 100 on; those before `|` are at the instant of the baseline, which is day 100.
Observation look_of(const std::string& text, std::int64_t at) {
    Observation look{{"aws", "P"}, "o", {at * day}, Observation::Kind::in_force, {}, {}, {}};
    if (text == "gone" || text == "gap") {
        look.kind = text == "gone" ? Observation::Kind::withdrawn : Observation::Kind::gap;
        return look;
    }
    const std::size_t colon = text.find(':');
    const std::size_t mark = text.find('@');
    look.version = text.substr(0, colon);
    look.document = text.substr(colon + 1, mark - colon - 1);
    if (mark != std::string::npos) {
        look.created = Instant{std::stoll(text.substr(mark + 1)) * day};
    }
    return look;
}

std::string spelt(const Event& event) {
    std::string text(name_of(event.kind));
    text +=
        ' ' + (event.from ? event.from->version : "-") + ">" + (event.to ? event.to->version : "-");
    return text + " " + std::to_string(event.at.microseconds / day);
}

std::string told(const std::string& looks, std::int64_t baseline) {
    std::vector<Observation> all;
    std::int64_t at = 100;
    for (std::size_t start = 0; start < looks.size();) {
        const std::size_t end = std::min(looks.find(' ', start), looks.size());
        all.push_back(look_of(looks.substr(start, end - start), at++));
        start = end + 1;
    }
    std::ranges::reverse(all); // their order must not matter
    std::string text;
    for (const Event& event : events_of(all, {baseline * day})) {
        text += (text.empty() ? "" : ", ") + spelt(event);
    }
    return text;
}

TEST_CASE("looks tell what happened") {
    struct Row {
        std::string looks;
        std::string events;
    };

    const std::vector<Row> rows{
        {"v1:A@1", ""},
        {"v1:A@1 v2:B@101", "version v1>v2 101"},
        // The same document again: an event, which the verdict keeps from being told.
        {"v1:A@1 v2:A@101", "version v1>v2 101"},
        {"v1:A@1 v2:B@101 v1:A@1", "version v1>v2 101, rollback v2>v1 102"},
        {"v1:A@1 v2:B@101 v1:A@1 v2:B@101",
         "version v1>v2 101, rollback v2>v1 102, reinstated v1>v2 103"},
        // Back to one from before the subscription.
        {"v5:E@50 v3:C@30", "rollback v5>v3 101"},
        {"v5:E v3:C", "rollback v5>v3 101"},
        // Deleted and created again, seen or not in between.
        {"v5:E@50 v1:F@101", "recreated v5>v1 101"},
        {"v1:A@1 v1:F@101", "recreated v1>v1 101"},
        {"v1:A@1 gone v1:F@102", "withdrawn v1>- 101, returned v1>v1 102"},
        {"v1:A@1 gone", "withdrawn v1>- 101"},
        {"v1:A@1 gone gone", "withdrawn v1>- 101"},
        {"v1:A@1 gone v1:A@1", "withdrawn v1>- 101, returned v1>v1 102"},
        {"v1:A@1 gone v1:A@1 gone", "withdrawn v1>- 101, returned v1>v1 102, withdrawn v1>- 103"},
        {"v1:A@1 v1:B@1", "conflict v1>v1 101"},
        {"v1:A v1:B", "conflict v1>v1 101"},
        {"v1:A@1 v2:B@101 v1:X@1", "version v1>v2 101, conflict v2>v1 102"},
        // A date that comes or goes is no news.
        {"v1:A@1 v1:A", ""},
        {"v1:A v1:A@1", ""},
        {"v1:A@1 gap v2:B@102", "version v1>v2 102"},
        {"gap v1:A@1", "version ->v1 1"},
        // Bare documents have neither number nor date: what was seen first is older.
        {"sha-a:A sha-b:B", "version sha-a>sha-b 101"},
        {"sha-a:A sha-b:B sha-a:A sha-b:B",
         "version sha-a>sha-b 101, rollback sha-b>sha-a 102, reinstated sha-a>sha-b 103"},
        {"sha-a:A sha-b:B sha-a:A sha-c:C",
         "version sha-a>sha-b 101, rollback sha-b>sha-a 102, version sha-a>sha-c 103"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.looks);
        CHECK(told(row.looks, 100) == row.events);
    }
}

TEST_CASE("a policy that was not there at the baseline is new") {
    CHECK(told("v1:A@1", 50) == "version ->v1 1");
    CHECK(told("sha-a:A gone sha-a:A", 50) ==
          "version ->sha-a 100, withdrawn sha-a>- 101, returned sha-a>sha-a 102");
}

TEST_CASE("a key tells events apart, and nothing else does") {
    const Event event{
        Kind::version, {"aws", "P"}, Sight{"v1", "A", {}}, Sight{"v2", "B", {}}, {5}, {7}};
    const std::string key = key_of("watch", event);
    CHECK(key.size() == 64);
    Event seen_later = event;
    seen_later.seen = {9};
    CHECK(key_of("watch", seen_later) == key);
    CHECK(key_of("other", event) != key);
    std::vector<Event> others(7, event);
    others[0].kind = Kind::rollback;
    others[1].policy.name = "Q";
    others[2].policy.scope = "local";
    others[3].from->document = "X";
    others[4].to->document = "X";
    others[5].to->version = "v3";
    others[6].at = {6};
    for (const Event& other : others) {
        CHECK(key_of("watch", other) != key);
    }
}

} // namespace
} // namespace polhist::watch
