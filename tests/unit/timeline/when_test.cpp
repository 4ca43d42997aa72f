#include "given.h"
#include "timeline/when.h"

#include <doctest/doctest.h>

namespace polhist::timeline {
namespace {

std::string parsed(std::string_view text) {
    const auto when = parse_when(text);
    if (!when) {
        return "no WHEN";
    }
    std::string kind;
    switch (when->kind) {
    case When::Kind::instant:
        kind = "instant " + format_instant(*when->instant);
        break;
    case When::Kind::version:
        kind = "version " + when->id;
        kind += when->instant ? " of " + format_instant(*when->instant) : "";
        break;
    case When::Kind::latest:
        kind = "latest";
        break;
    case When::Kind::first:
        kind = "first";
        break;
    }
    CHECK(when->text == text);
    return kind + (when->back == 0 ? "" : " back " + std::to_string(when->back));
}

TEST_CASE("every form of WHEN") {
    struct Row {
        std::string_view text;
        std::string_view meaning;
    };

    constexpr Row rows[] = {
        {"latest", "latest"},
        {"first", "first"},
        {"latest~", "latest back 1"},
        {"latest~0", "latest"},
        {"latest~3", "latest back 3"},
        {"v13", "version v13"},
        {"v13~2", "version v13 back 2"},
        {"v1@2021-08-11T18:07:10Z", "version v1 of 2021-08-11T18:07:10Z"},
        {"v1@2021-08-11T20:07:10+02:00~1", "version v1 of 2021-08-11T18:07:10Z back 1"},
        {"sha-0123456789ab", "version sha-0123456789ab"},
        {"2021-08-11", "instant 2021-08-11T23:59:59.999999Z"},
        {"2021-08-11~1", "instant 2021-08-11T23:59:59.999999Z back 1"},
        {"2021-08-11T18:07:10Z", "instant 2021-08-11T18:07:10Z"},
        {"2021-08-11T18:07:10-07:00~1", "instant 2021-08-12T01:07:10Z back 1"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(parsed(row.text) == row.meaning);
    }
    for (const std::string_view text : {"",
                                        "~",
                                        "~1",
                                        "Latest",
                                        "last",
                                        "v",
                                        "V13",
                                        "v1a",
                                        "v-1",
                                        "13",
                                        "v13@",
                                        "v13@2021-08-11",
                                        "v13~x",
                                        "v13~-1",
                                        "v13~+1",
                                        "v13~1~1",
                                        "v13~99999999999999999999999",
                                        "latest@2021-08-11T18:07:10Z",
                                        "sha-0123456789AB",
                                        "sha-0123456789a",
                                        "sha-0123456789abc",
                                        "2021-13-45",
                                        "2021-02-29",
                                        "2021-08",
                                        "2021-08-11 ",
                                        "AWSServiceRoleForImageBuilder",
                                        "old.json",
                                        "-"}) {
        CAPTURE(text);
        CHECK(parsed(text) == "no WHEN");
    }
}

History usual() {
    return given("v1 2020-01-01T10:00:00Z one; v2 2020-02-01T10:00:00Z two; "
                 "v3 2020-03-01T10:00:00Z three; v1 2021-01-01T10:00:00Z four; v4 - five; "
                 "sha-0123456789ab - six");
}

// The version that a WHEN names, with the date of the state it is meant in.
std::string resolved(const History& history, std::string_view text) {
    const auto when = parse_when(text);
    REQUIRE(when);
    const auto moment = resolve(history, *when);
    if (!moment) {
        return moment.error().message;
    }
    const std::string state =
        moment->state ? format_date(history.states[*moment->state].since) : "no date";
    return history.versions[moment->version].id + " " + state;
}

TEST_CASE("a WHEN names a version and the state it is meant in") {
    struct Row {
        std::string_view text;
        std::string_view version;
    };

    constexpr Row rows[] = {
        {"first", "v1 2020-01-01"},
        {"latest", "v1 2021-01-01"},
        {"latest~1", "v3 2020-03-01"},
        {"latest~3", "v1 2020-01-01"},
        {"latest~4",
         "`latest~4` goes back beyond the first version of `P` known, v1 of 2020-01-01"},
        {"first~1", "`first~1` goes back beyond the first version of `P` known, v1 of 2020-01-01"},
        {"v1", "v1 2021-01-01"},
        {"v1@2020-01-01T10:00:00Z", "v1 2020-01-01"},
        {"v1@2020-01-01T11:00:00+01:00", "v1 2020-01-01"},
        {"v1@2021-01-01T10:00:00Z~1", "v3 2020-03-01"},
        {"v1@2020-01-01T10:00:01Z",
         "`P` has no version `v1@2020-01-01T10:00:01Z`; known: sha-0123456789ab, v1, v1, v2, v3, "
         "v4"},
        {"v2", "v2 2020-02-01"},
        {"v3~2", "v1 2020-01-01"},
        {"v4", "v4 no date"},
        {"v4~1", "`v4~1` counts back from a version of `P` without a date"},
        {"sha-0123456789ab", "sha-0123456789ab no date"},
        {"v9", "`P` has no version `v9`; known: sha-0123456789ab, v1, v1, v2, v3, v4"},
        {"2020-01-01", "v1 2020-01-01"},
        {"2020-01-01T10:00:00Z", "v1 2020-01-01"},
        {"2020-01-01T09:59:59Z",
         "no version of `P` is known from 2020-01-01T09:59:59Z or before; the first is v1 of "
         "2020-01-01"},
        {"2019-12-31",
         "no version of `P` is known from 2019-12-31 or before; the first is v1 of 2020-01-01"},
        {"2020-02-29", "v2 2020-02-01"},
        {"2020-02-29~1", "v1 2020-01-01"},
        {"2030-01-01", "v1 2021-01-01"},
    };
    const History history = usual();
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(resolved(history, row.text) == row.version);
    }
}

TEST_CASE("a date at which the policy was withdrawn names nothing") {
    Claims claims;
    add_sightings(claims,
                  "o",
                  "2020-01-05 v1 2020-01-01 a; 2020-02-01 withdrawn; 2020-03-01 v1 2020-01-01 a; "
                  "2020-04-01 withdrawn");
    const History history = derive(key_of_tests, claims);
    const auto state_at = [&](std::string_view text) {
        const auto moment = resolve(history, *parse_when(text));
        return moment ? std::to_string(*moment->state) : moment.error().message;
    };
    CHECK(state_at("2020-01-31") == "0");
    CHECK(state_at("2020-02-01") ==
          "`P` was withdrawn by 2020-02-01T00:00:00Z, so nothing of it was "
          "in force at 2020-02-01; its last version is `v1`");
    CHECK(state_at("2020-03-01") == "1");
    CHECK(state_at("latest") == "1"); // the last one
    CHECK(state_at("latest~1") == "0");
    CHECK(state_at("2020-05-01").starts_with("`P` was withdrawn by 2020-04-01T00:00:00Z"));
    CHECK(is_withdrawn_at(history, *parse_when("2020-05-01")));
    CHECK_FALSE(is_withdrawn_at(history, *parse_when("2019-05-01")));
    CHECK_FALSE(is_withdrawn_at(history, *parse_when("2020-03-01")));
    CHECK_FALSE(is_withdrawn_at(history, *parse_when("latest")));
}

TEST_CASE("a policy of which no version has a date") {
    const History history = given("v1 - one");
    CHECK(resolved(history, "v1") == "v1 no date");
    CHECK(resolved(history, "2021-01-01") ==
          "no version of `P` is known from 2021-01-01 or before; no version of it has a date");
    for (const std::string_view text : {"latest", "first"}) {
        CHECK(resolved(history, text) ==
              "no version of `P` has a date, so none is known to be in force; name one");
    }
}

} // namespace
} // namespace polhist::timeline
