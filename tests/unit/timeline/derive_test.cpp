#include "given.h"
#include "timeline/derive.h"

#include <random>

namespace polhist::timeline {
namespace {

// What one policy is claimed to be by each kind of source.
struct Sources {
    std::string_view exact = {};
    std::string_view catalogue = {};
    std::string_view bare = {};
    std::string_view first_observer = {};
    std::string_view second_observer = {};
};

struct Row {
    std::string_view what;
    Sources sources;
    std::string_view versions;
    std::string_view states;
};

constexpr Row rows[] = {
    {"versions enter at their creation, whatever their order",
     {.exact = "v10 2021-03-01 d; v2 2020-02-01 b; v9 2021-02-01 c; v1 2020-01-01 a"},
     "v1 2020-01-01 unseen; v2 2020-02-01 unseen; v9 2021-02-01 unseen; v10 2021-03-01 unseen",
     "v1 2020-01-01 version; v2 2020-02-01 version; v9 2021-02-01 version; v10 2021-03-01 "
     "version"},
    {"an id that comes twice was created again",
     {.exact = "v1 2021-06-01 c; v2 2020-02-01 b; v1 2020-01-01 a"},
     "v1 2020-01-01 unseen; v1 2021-06-01 unseen; v2 2020-02-01 unseen",
     "v1 2020-01-01 version; v2 2020-02-01 version; v1 2021-06-01 recreated"},
    {"a version without a date has no state",
     {.exact = "v2 2020-02-01 b; v3 - c"},
     "v2 2020-02-01 unseen; v3 - unseen",
     "v2 2020-02-01 version"},
    {"a claim without a date attaches to the one with it",
     {.exact = "v2 2020-02-01 b; v2 - b"},
     "v2 2020-02-01 unseen",
     "v2 2020-02-01 version"},
    {"two documents of one id and instant are both kept",
     {.exact = "v1 2020-01-01 a; v1 2020-01-01 b"},
     "v1 2020-01-01 unseen; v1 2020-01-01 unseen",
     "v1 2020-01-01 version; v1 2020-01-01 version"},
    {"no claims, no history", {}, "", ""},
    {"an observer saw versions late: they entered at their creation",
     {.first_observer = "2020-01-05 v1 2020-01-01 a; 2020-02-09 v2 2020-02-01 b"},
     "v1 2020-01-01 seen; v2 2020-02-01 seen",
     "v1 2020-01-01 version; v2 2020-02-01 version"},
    {"a sighting that repeats is no state",
     {.first_observer = "2020-01-05 v1 2020-01-01 a; 2020-01-06 v1 2020-01-01 a"},
     "v1 2020-01-01 seen",
     "v1 2020-01-01 version"},
    {"a roll-back, and the return from it",
     {.first_observer = "2020-01-05 v1 2020-01-01 a; 2020-02-05 v2 2020-02-01 b; "
                        "2020-03-05 v1 2020-01-01 a; 2020-04-05 v2 2020-02-01 b"},
     "v1 2020-01-01 seen; v2 2020-02-01 seen",
     "v1 2020-01-01 version; v2 2020-02-01 version; v1 2020-03-05 rollback; "
     "v2 2020-04-05 reinstated"},
    {"a roll-back to a version that the observer had missed",
     {.first_observer = "2020-02-05 v2 2020-02-01 b; 2020-03-05 v1 2020-01-01 a"},
     "v1 2020-01-01 seen; v2 2020-02-01 seen",
     "v2 2020-02-01 version; v1 2020-03-05 rollback"},
    {"another observer had not missed it",
     {.first_observer = "2020-02-05 v2 2020-02-01 b; 2020-03-05 v1 2020-01-01 a",
      .second_observer = "2020-01-05 v1 2020-01-01 a; 2020-02-06 v2 2020-02-01 b"},
     "v1 2020-01-01 seen; v2 2020-02-01 seen",
     "v1 2020-01-01 version; v2 2020-02-01 version; v1 2020-03-05 rollback"},
    {"two observers of one roll-back: it is at the earlier sighting",
     {.first_observer = "2020-01-05 v1 2020-01-01 a; 2020-02-05 v2 2020-02-01 b; "
                        "2020-03-05 v1 2020-01-01 a",
      .second_observer = "2020-01-06 v1 2020-01-01 a; 2020-02-06 v2 2020-02-01 b; "
                         "2020-03-02 v1 2020-01-01 a"},
     "v1 2020-01-01 seen; v2 2020-02-01 seen",
     "v1 2020-01-01 version; v2 2020-02-01 version; v1 2020-03-02 rollback"},
    {"two roll-backs to one version, the observer that slept saw one of them",
     {.first_observer = "2020-01-05 v1 2020-01-01 a; 2020-02-05 v2 2020-02-01 b; "
                        "2020-03-05 v1 2020-01-01 a; 2020-04-05 v2 2020-02-01 b; "
                        "2020-05-05 v1 2020-01-01 a",
      .second_observer = "2020-02-03 v2 2020-02-01 b; 2020-06-01 v1 2020-01-01 a"},
     "v1 2020-01-01 seen; v2 2020-02-01 seen",
     "v1 2020-01-01 version; v2 2020-02-01 version; v1 2020-03-05 rollback; "
     "v2 2020-04-05 reinstated; v1 2020-05-05 rollback"},
    {"an observer that lags sees no second roll-back",
     {.first_observer = "2020-01-05 v1 2020-01-01 a; 2020-02-05 v2 2020-02-01 b; "
                        "2020-03-05 v1 2020-01-01 a",
      .second_observer = "2020-03-10 v2 2020-02-01 b; 2020-03-20 v1 2020-01-01 a"},
     "v1 2020-01-01 seen; v2 2020-02-01 seen",
     "v1 2020-01-01 version; v2 2020-02-01 version; v1 2020-03-05 rollback"},
    {"a gap says nothing of what was in force",
     {.first_observer = "2020-01-05 v1 2020-01-01 a; 2020-01-06 gap; 2020-01-07 v1 2020-01-01 a"},
     "v1 2020-01-01 seen",
     "v1 2020-01-01 version"},
    {"a catalogue attaches to what is known, whatever date it claims",
     {.exact = "v1 2020-01-01 a; v2 2020-02-01 b", .catalogue = "v1 2020-01-01 a; v2 2019-01-01 b"},
     "v1 2020-01-01 unseen; v2 2020-02-01 unseen",
     "v1 2020-01-01 version; v2 2020-02-01 version"},
    {"its date is believed between the neighbours, and not outside",
     {.exact = "v1 2020-01-01 a; v4 2020-04-01 d", .catalogue = "v2 2020-02-01 b; v3 2020-05-01 c"},
     "v1 2020-01-01 unseen; v2 2020-02-01 unseen; v3 - unseen; v4 2020-04-01 unseen",
     "v1 2020-01-01 version; v2 2020-02-01 version; v4 2020-04-01 version"},
    {"a date at a neighbour's is not between",
     {.exact = "v1 2020-01-01 a; v3 2020-04-01 d", .catalogue = "v2 2020-01-01 b; v4 2020-04-01 e"},
     "v1 2020-01-01 unseen; v2 - unseen; v3 2020-04-01 unseen; v4 - unseen",
     "v1 2020-01-01 version; v3 2020-04-01 version"},
    {"the policy's own date is that of v1 alone (it is 2019-01-01 here)",
     {.catalogue = "v1 2019-01-01 a; v2 2019-01-01 b; v3 2020-03-01 c"},
     "v1 2019-01-01 unseen; v2 - unseen; v3 2020-03-01 unseen",
     "v1 2019-01-01 version; v3 2020-03-01 version"},
    {"nor is it that of a lowest version which is not v1",
     {.catalogue = "v3 2019-01-01 a"},
     "v3 - unseen",
     ""},
    {"a bare document is in force from its sighting on",
     {.bare = "sha-aa - aa",
      .first_observer = "2020-01-05 sha-aa - aa; 2020-02-05 sha-bb - bb; "
                        "2020-03-05 sha-aa - aa"},
     "sha-aa - seen; sha-bb - seen",
     "sha-aa 2020-01-05 version; sha-bb 2020-02-05 version; sha-aa 2020-03-05 rollback"},
    {"a bare document that a version has is that version",
     {.exact = "v1 2020-01-01 aa", .bare = "sha-aa - aa; sha-bb - bb"},
     "sha-bb - unseen; v1 2020-01-01 unseen",
     "v1 2020-01-01 version"},
    {"of two versions with its document, the one that was there when it was seen",
     {.exact = "v1 2020-01-01 aa; v2 2020-02-01 bb; v3 2020-03-01 aa",
      .first_observer = "2020-01-15 sha-aa - aa; 2020-03-15 sha-aa - aa"},
     "v1 2020-01-01 seen; v2 2020-02-01 unseen; v3 2020-03-01 seen",
     "v1 2020-01-01 version; v2 2020-02-01 version; v3 2020-03-01 version"},
};

Claims claims_of(const Sources& sources) {
    Claims claims;
    add_versions(claims, sources.exact);
    add_versions(claims, sources.catalogue, SourceClass::catalogue);
    add_versions(claims, sources.bare, SourceClass::bare);
    add_sightings(claims, "first", sources.first_observer);
    add_sightings(claims, "second", sources.second_observer);
    claims.policies.push_back(
        {key_of_tests, "arn:p", instant_in("2019-01-01"), SourceClass::catalogue});
    return claims;
}

TEST_CASE("claims become versions and states, in any order and however often they are made") {
    std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same on every run
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Claims claims = claims_of(row.sources);
        for (int round = 0; round < 8; ++round) {
            const History history = derive(key_of_tests, claims);
            CHECK(versions_in(history) == row.versions);
            CHECK(states_in(history) == row.states);
            CHECK(history.arn == "arn:p");
            if (!claims.observations.empty()) {
                claims.observations.push_back(claims.observations.front());
            }
            if (!claims.versions.empty()) {
                claims.versions.push_back(claims.versions.back());
            }
            std::ranges::shuffle(claims.versions, random);
            std::ranges::shuffle(claims.observations, random);
        }
    }
}

TEST_CASE("a page knows an instant to the minute") {
    Claims claims;
    add_versions(claims, "v1 2020-01-01T10:20:30Z a");
    add_versions(
        claims, "v1 2020-01-01T10:20:00Z a; v2 2020-02-01T10:20:00Z b", SourceClass::minute);
    CHECK(versions_in(derive(key_of_tests, claims)) ==
          "v1 2020-01-01 unseen; v2 2020-02-01 unseen");
}

TEST_CASE("what is not believed, or was never seen, is said") {
    Claims claims;
    add_versions(claims, "v2 2020-02-01 b; v6 2020-06-01 c; v6 2020-06-01 d; v7 - e");
    add_versions(claims, "v2 2019-01-01 b", SourceClass::catalogue);
    add_sightings(claims, "first", "2020-07-01 gap; 2020-08-01 withdrawn");
    const std::vector<std::string> notes = derive(key_of_tests, claims).notes;
    CHECK(notes == std::vector<std::string>{
                       "v1 was never seen",
                       "v3 to v5 were never seen",
                       "v6: sources give two documents for it; one is corrupt",
                       "v7 has no date: it can be named, but no date leads to it",
                       "a catalogue dates v2 2019-01-01T00:00:00Z, which is not believed",
                       "2020-07-01T00:00:00Z: a source had the policy without a document",
                       "2020-08-01T00:00:00Z: withdrawn: a source no longer had the policy",
                   });
}

TEST_CASE("the form of the earliest source is the one of a version; of equals, git's first") {
    Claims claims;
    add_versions(claims, "v1 2020-01-01 a");
    claims.forms = {{key_of_tests, "a", "undated", {}, "00"},
                    {key_of_tests, "a", "late", instant_in("2020-03-01"), "11"},
                    {key_of_tests, "a", "second", instant_in("2020-02-01"), "33"},
                    {key_of_tests, "a", "first", instant_in("2020-02-01"), "22"},
                    {key_of_tests, "b", "other", instant_in("2020-01-01"), "44"}};
    const History history = derive(key_of_tests, claims);
    CHECK(history.versions.front().json.bytes() == std::string_view("first"));
    CHECK(history.versions.front().blob == "22");
}

} // namespace
} // namespace polhist::timeline
