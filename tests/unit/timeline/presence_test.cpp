#include "given.h"
#include "timeline/polls.h"
#include "timeline/presence.h"

namespace polhist::timeline {
namespace {

const PolicyKey account_policy{"111122223333", "P"};

// The states as `v1 2021-08-11 version until 2021-09-01; …`.
std::string life_in(const History& history) {
    std::string text;
    for (const State& state : history.states) {
        text += (text.empty() ? "" : "; ") + history.version_of(state).id + " " +
                format_date(state.since) + " " + std::string(name_of(state.event));
        if (state.withdrawn) {
            text += " until " + format_date(*state.withdrawn);
        }
    }
    return text;
}

TEST_CASE("a policy that is gone is not in force until it is back") {
    struct Row {
        std::string_view what;
        std::string_view first;  // what one observer saw
        std::string_view second; // and another
        std::string_view life;
    };

    constexpr Row rows[] = {
        {"gone for good",
         "2020-01-05 v1 2020-01-01 a; 2020-02-01 withdrawn",
         "",
         "v1 2020-01-01 version until 2020-02-01"},
        {"gone twice is gone once",
         "2020-01-05 v1 2020-01-01 a; 2020-02-01 withdrawn; 2020-03-01 withdrawn",
         "",
         "v1 2020-01-01 version until 2020-02-01"},
        {"back as it was",
         "2020-01-05 v1 2020-01-01 a; 2020-02-01 withdrawn; 2020-03-01 v1 2020-01-01 a",
         "",
         "v1 2020-01-01 version until 2020-02-01; v1 2020-03-01 reinstated"},
        {"back, and gone again",
         "2020-01-05 v1 2020-01-01 a; 2020-02-01 withdrawn; 2020-03-01 v1 2020-01-01 a; "
         "2020-04-01 withdrawn",
         "",
         "v1 2020-01-01 version until 2020-02-01; v1 2020-03-01 reinstated until 2020-04-01"},
        {"created again: from then on",
         "2020-01-05 v1 2020-01-01 a; 2020-02-01 withdrawn; 2020-03-09 v1 2020-03-01 b",
         "",
         "v1 2020-01-01 version until 2020-02-01; v1 2020-03-01 recreated"},
        {"back with an older version",
         "2020-01-05 v1 2020-01-01 a; 2020-01-15 v2 2020-01-11 b; 2020-02-01 withdrawn; "
         "2020-03-01 v1 2020-01-01 a",
         "",
         "v1 2020-01-01 version; v2 2020-01-11 version until 2020-02-01; v1 2020-03-01 rollback"},
        {"back without a document",
         "2020-01-05 v1 2020-01-01 a; 2020-02-01 withdrawn; 2020-03-01 gap",
         "",
         "v1 2020-01-01 version until 2020-02-01; v1 2020-03-01 reinstated"},
        {"another observer sees it later",
         "2020-01-05 v1 2020-01-01 a; 2020-02-01 withdrawn",
         "2020-03-01 v1 2020-01-01 a",
         "v1 2020-01-01 version until 2020-02-01; v1 2020-03-01 reinstated"},
        {"another observer saw it before",
         "2020-01-05 v1 2020-01-01 a; 2020-02-01 withdrawn",
         "2020-01-20 v1 2020-01-01 a",
         "v1 2020-01-01 version until 2020-02-01"},
        {"seen and gone at one instant: it was there",
         "2020-02-01 withdrawn",
         "2020-02-01 v1 2020-01-01 a",
         "v1 2020-01-01 version"},
        {"gone before it was there says nothing",
         "2019-01-01 withdrawn; 2020-01-05 v1 2020-01-01 a",
         "",
         "v1 2020-01-01 version"},
        {"bare documents",
         "2020-01-05 sha-a - a; 2020-02-01 withdrawn; 2020-03-01 sha-a - a",
         "",
         "sha-a 2020-01-05 version until 2020-02-01; sha-a 2020-03-01 reinstated"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Claims claims;
        add_sightings(claims, "first", row.first);
        add_sightings(claims, "second", row.second);
        CHECK(life_in(derive(key_of_tests, claims)) == row.life);
        std::ranges::reverse(claims.observations);
        CHECK(life_in(derive(key_of_tests, claims)) == row.life);
    }
}

TEST_CASE("what is in force at an instant") {
    Claims claims;
    add_sightings(claims,
                  "o",
                  "2020-01-05 v1 2020-01-01 a; 2020-02-01 withdrawn; 2020-03-01 v1 2020-01-01 a; "
                  "2020-04-01 withdrawn");
    const History history = derive(key_of_tests, claims);
    const auto at = [&](std::string_view day) { return history.in_force(start_of_day(day)); };
    CHECK_FALSE(at("2019-12-31"));
    CHECK(at("2020-01-01") == 0U);
    CHECK(at("2020-01-31") == 0U);
    CHECK_FALSE(at("2020-02-01"));
    CHECK(at("2020-03-01") == 1U);
    CHECK_FALSE(at("2020-04-01"));
    CHECK_FALSE(history.in_force(std::nullopt));
    CHECK(history.withdrawn() == start_of_day("2020-04-01"));
}

// A claim of `account_policy`, as an account lists it or a file has it.
Claims claims_of_account(const std::string& name, std::string_view id, bool observed) {
    Claims claims;
    const PolicyKey key{"111122223333", name};
    const SourceClass source = id.starts_with('v') ? SourceClass::exact : SourceClass::bare;
    claims.versions.push_back({key, std::string(id), "a", start_of_day("2020-01-01"), source});
    if (observed) {
        claims.observations.push_back({key,
                                       "account/111122223333",
                                       *start_of_day("2020-01-05"),
                                       Observation::Kind::in_force,
                                       std::string(id),
                                       "a",
                                       start_of_day("2020-01-01")});
    }
    return claims;
}

TEST_CASE("a poll of an account withdraws what it does not list") {
    struct Row {
        std::string_view what;
        std::string name;
        std::string_view id;
        bool observed;
        std::vector<std::string> kinds;
        std::string scope;
        bool gone;
    };

    const std::string account = "111122223333";
    const std::vector<Row> rows{
        {"a managed policy", "P", "v1", true, {"managed", "role"}, account, true},
        {"known from elsewhere, with an id of IAM", "P", "v1", false, {"managed"}, account, true},
        {"managed policies were not listed in full", "P", "v1", true, {"role"}, account, false},
        {"another account", "P", "v1", true, {"managed"}, "444455556666", false},
        {"an inline policy", "role/R/inline/P", "v1", true, {"role"}, account, true},
        {"not of a role", "user/R/inline/P", "v1", true, {"role"}, account, false},
        {"a policy that only begins like one", "roleplay", "v1", true, {"role"}, account, false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const Claims claims = claims_of_account(row.name, row.id, row.observed);
        const std::vector<Poll> polls{
            {"account/" + row.scope, *start_of_day("2020-02-01"), row.scope, row.kinds, {}}};
        const History history = derive({account, row.name}, claims, polls);
        CHECK(history.withdrawn().has_value() == row.gone);
    }
}

TEST_CASE("a poll says nothing of documents that somebody filed under an account") {
    Claims claims;
    add_versions(claims, "sha-a 2020-01-01 a", SourceClass::bare);
    add_sightings(claims, "stated", "2020-01-05 sha-a - a");
    for (Observation& seen : claims.observations) {
        seen.policy = account_policy;
    }
    const std::vector<Poll> polls{
        {"account/111122223333", *start_of_day("2020-02-01"), "111122223333", {"managed"}, {}}};
    CHECK_FALSE(derive(account_policy, claims, polls).withdrawn());
}

TEST_CASE("a poll says nothing of policies that are created later") {
    const Claims claims = claims_of_account("P", "v1", false);
    const std::vector<Poll> polls{
        {"account/111122223333", *start_of_day("2019-12-01"), "111122223333", {"managed"}, {}}};
    CHECK_FALSE(derive(account_policy, claims, polls).withdrawn());
}

TEST_CASE("known until the newest observation of whoever observed the policy") {
    Claims claims;
    add_versions(claims, "v1 2020-01-01 a");
    const auto until = [&](const std::vector<Poll>& polls) {
        const auto known = derive(key_of_tests, claims, polls).known_until;
        return known ? format_date(*known) : std::string("-");
    };
    const Poll poll{"o", *start_of_day("2020-05-01"), {}, {}, {}};
    CHECK(until({}) == "2020-01-01");
    CHECK(until({poll}) == "2020-01-01"); // of somebody who never saw it
    add_sightings(claims, "o", "2020-02-01 v1 2020-01-01 a");
    CHECK(until({}) == "2020-02-01");
    CHECK(until({poll}) == "2020-05-01");
}

TEST_CASE("the time before the first version that is known") {
    const auto unknown_in = [](const Claims& claims) {
        const auto unknown = derive(key_of_tests, claims).unknown;
        const auto day = [](const std::optional<Instant>& at) {
            return at ? format_date(*at) : std::string("-");
        };
        return unknown ? day(unknown->from) + " to " + day(unknown->until) : std::string();
    };
    Claims first;
    add_versions(first, "v1 2020-01-01 a");
    CHECK(unknown_in(first).empty());

    Claims later;
    add_versions(later, "v5 2020-01-01 a");
    CHECK(unknown_in(later) == "- to 2020-01-01");
    later.policies.push_back({key_of_tests, "arn:p", start_of_day("2019-01-01"), {}});
    CHECK(unknown_in(later) == "2019-01-01 to 2020-01-01");

    Claims gap;
    add_sightings(gap, "o", "2020-01-01 gap");
    CHECK(unknown_in(gap) == "- to -");
    add_sightings(gap, "o", "2020-02-01 v1 2020-01-20 a");
    CHECK(unknown_in(gap) == "2020-01-01 to 2020-01-20");

    Claims undated;
    add_versions(undated, "v5 - a");
    CHECK(unknown_in(undated).empty());

    const UnknownTime time{start_of_day("2019-01-01"), start_of_day("2020-01-01")};
    CHECK(time.holds(start_of_day("2019-01-01")));
    CHECK_FALSE(time.holds(start_of_day("2020-01-01")));
    CHECK_FALSE(time.holds(start_of_day("2018-12-31")));
    CHECK_FALSE(time.holds(std::nullopt));
    CHECK(UnknownTime{}.holds(std::nullopt));
}

TEST_CASE("a source that says no time is observed once, and behind all before") {
    const Instant then = *start_of_day("2020-01-01");
    const auto claims_at = [](Instant at, const std::string& digest) {
        Claims claims;
        claims.polls.push_back({"o", at, "s", {"managed"}, digest});
        claims.observations.push_back(
            {key_of_tests, "o", at, Observation::Kind::in_force, "v1", "a", {}});
        return claims;
    };
    const std::vector<Poll> known{{"o", then, "s", {}, "one"}};

    Claims again = claims_at({then.microseconds + 5}, "one");
    fit_in(again, known);
    CHECK(again.empty());

    // A clock that was set back.
    Claims earlier = claims_at({then.microseconds - 5}, "two");
    fit_in(earlier, known);
    REQUIRE(earlier.polls.size() == 1);
    CHECK(earlier.polls[0].at == Instant{then.microseconds + 1});
    CHECK(earlier.observations[0].at == earlier.polls[0].at);

    // A time that somebody stated stays.
    Claims stated = claims_at({then.microseconds - 5}, "");
    fit_in(stated, known);
    CHECK(stated.polls[0].at == Instant{then.microseconds - 5});

    Claims both = claims_at({then.microseconds + 5}, "two");
    both.append(claims_at({then.microseconds + 6}, "two"));
    fit_in(both, known);
    CHECK(both.polls.size() == 1);
    CHECK(both.observations.size() == 1);
}

} // namespace
} // namespace polhist::timeline
