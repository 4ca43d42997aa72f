#include "timeline/succession.h"

#include <doctest/doctest.h>

#include <sstream>

namespace polhist::timeline {
namespace {

// `v2:B@5`: version 2 with document B, created on day 5.
VersionIdentity identity_of(const std::string& text) {
    constexpr std::int64_t day = 86'400'000'000;
    const std::size_t colon = text.find(':');
    const std::size_t mark = text.find('@');
    VersionIdentity identity{
        text.substr(0, colon), text.substr(colon + 1, mark - colon - 1), std::nullopt};
    if (mark != std::string::npos) {
        identity.created = Instant{std::stoll(text.substr(mark + 1)) * day};
    }
    return identity;
}

// How each came into force: `version rollback`; `-` for one that was in force already.
std::string events_in(const std::string& versions) {
    Succession succession;
    std::istringstream words(versions);
    std::string text;
    for (std::string word; words >> word;) {
        const auto event = succession.enter(identity_of(word));
        text += (text.empty() ? "" : " ") + (event ? std::string(name_of(*event)) : "-");
    }
    return text;
}

TEST_CASE("one rule says how a version came into force") {
    struct Row {
        std::string_view what;
        std::string versions;
        std::string events;
    };

    const std::vector<Row> rows{
        {"newer and newer", "v1:A@1 v2:B@2 v3:C@3", "version version version"},
        {"there and back again",
         "v1:A@1 v2:B@2 v1:A@1 v2:B@2",
         "version version rollback reinstated"},
        {"in force already", "v1:A@1 v1:A@1 v1:A v2:B", "version - - version"},
        {"back to one that was missed", "v5:E@5 v3:C@3", "version rollback"},
        {"without dates, by number", "v5:E v3:C", "version rollback"},
        {"one date of two, by number", "v5:E@5 v3:C", "version rollback"},
        {"on to one that was missed", "v3:C@3 v1:A@1 v2:B@2", "version rollback reinstated"},
        {"an id given again", "v1:A@1 v2:B@2 v1:C@9", "version version recreated"},
        {"a number that went down, with a later date", "v5:E@5 v1:F@9", "version recreated"},
        {"versions of the second creation",
         "v1:A@1 v2:B@2 v1:C@9 v2:D@10 v3:E@11",
         "version version recreated recreated version"},
        {"back to the first creation", "v1:A@1 v1:C@9 v1:A@1", "version recreated rollback"},
        {"an id with two documents", "v1:A@1 v1:B@1", "version version"},
        {"an id with two documents, without a date", "v1:A v1:B", "version version"},
        {"bare documents, by what was first",
         "sha-a:A sha-b:B sha-a:A sha-b:B",
         "version version rollback reinstated"},
        {"a date that comes later counts from then on",
         "v1:A v1:A@5 v2:B@2 v1:A",
         "version - rollback reinstated"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(events_in(row.versions) == row.events);
    }
}

TEST_CASE("another document under an id and creation contradicts") {
    Succession succession;
    succession.enter(identity_of("v1:A@1"));
    CHECK(succession.contradicts(identity_of("v1:B@1")));
    CHECK(succession.contradicts(identity_of("v1:B")));
    CHECK_FALSE(succession.contradicts(identity_of("v1:B@2")));
    CHECK_FALSE(succession.contradicts(identity_of("v1:A")));
    CHECK_FALSE(succession.contradicts(identity_of("v2:B@1")));
}

} // namespace
} // namespace polhist::timeline
