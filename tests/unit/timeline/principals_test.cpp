#include "given.h"
#include "timeline/polls.h"
#include "timeline/principals.h"

namespace polhist::timeline {
namespace {

const PrincipalKey batch{"111122223333", "role/batch"};

// `AT POLICY`: the role had this policy attached; `AT -`: it had none.
std::vector<PrincipalObservation> seen_in(std::string_view rows, const std::string& observer) {
    std::vector<PrincipalObservation> seen;
    for (const auto& row : rows_in(rows)) {
        REQUIRE(row.size() == 2);
        PrincipalObservation one;
        one.principal = batch;
        one.observer = observer;
        one.at = *instant_in(row[0]);
        one.arn = "arn:aws:iam::111122223333:role/batch";
        if (row[1] != "-") {
            one.attached = {row[1]};
        }
        seen.push_back(std::move(one));
    }
    return seen;
}

// `AT KIND`: the account listed all principals of a kind.
std::vector<Poll> polls_in(std::string_view rows) {
    std::vector<Poll> polls;
    for (const auto& row : rows_in(rows)) {
        REQUIRE(row.size() == 2);
        polls.push_back({"account", *instant_in(row[0]), "111122223333", {row[1]}, {}});
    }
    return polls;
}

// Another principal of the account, whom each of these polls found.
void add_companion(std::vector<PrincipalObservation>& seen, std::span<const Poll> polls) {
    for (const Poll& poll : polls) {
        PrincipalObservation one;
        one.principal = {"111122223333", "user/always"};
        one.observer = poll.observer;
        one.at = poll.at;
        seen.push_back(std::move(one));
    }
}

// The states as `2020-01-05 P; 2020-02-01 gone`.
std::string states_in(const PrincipalHistory& history) {
    std::string text;
    for (const PrincipalState& state : history.states) {
        text += text.empty() ? "" : "; ";
        text += format_date(state.since) + ' ';
        text += !state.facts                    ? "gone"
                : state.facts->attached.empty() ? "-"
                                                : state.facts->attached.front();
    }
    return text;
}

TEST_CASE("a principal has what the newest observation tells, until a whole list lacks it") {
    struct Row {
        std::string_view what;
        std::string_view seen;
        std::string_view polls;
        std::string_view states;
    };

    constexpr Row rows[] = {
        {"attached and detached",
         "2020-01-05 -; 2020-02-05 P; 2020-03-05 P; 2020-04-05 -",
         "",
         "2020-01-05 -; 2020-02-05 P; 2020-04-05 -"},
        {"in any order",
         "2020-04-05 -; 2020-02-05 P; 2020-01-05 -; 2020-03-05 P",
         "",
         "2020-01-05 -; 2020-02-05 P; 2020-04-05 -"},
        {"a list without it ends it, and one with it does not",
         "2020-01-05 P; 2020-02-05 P",
         "2020-01-05 role; 2020-02-05 role; 2020-03-05 role; 2020-04-05 role",
         "2020-01-05 P; 2020-03-05 gone"},
        {"a list of another kind says nothing",
         "2020-01-05 P",
         "2020-02-05 user; 2020-03-05 managed",
         "2020-01-05 P"},
        {"gone and back",
         "2020-01-05 P; 2020-03-05 P",
         "2020-02-05 role; 2020-03-05 role",
         "2020-01-05 P; 2020-02-05 gone; 2020-03-05 P"},
        {"not there yet",
         "2020-02-05 P",
         "2020-01-05 role; 2020-02-05 role",
         "2020-01-05 gone; 2020-02-05 P"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        auto seen = seen_in(row.seen, "account");
        const auto polls = polls_in(row.polls);
        add_companion(seen, polls);
        const auto histories = derive_principals(seen, polls);
        REQUIRE(histories.size() == (polls.empty() ? 1 : 2));
        CHECK(states_in(histories[0]) == row.states);
    }
}

TEST_CASE("at one instant, who finds a principal counts for more than who misses it") {
    auto seen = seen_in("2020-01-05 P", "account");
    for (PrincipalObservation& one : seen_in("2020-02-05 P", "somebody else")) {
        seen.push_back(std::move(one));
    }
    const auto polls = polls_in("2020-02-05 role");
    add_companion(seen, polls);
    const auto histories = derive_principals(seen, polls);
    REQUIRE(histories.size() == 2);
    const PrincipalState* state = histories[0].at(*instant_in("2020-02-05"));
    REQUIRE(state != nullptr);
    CHECK(state->facts.has_value());
}

TEST_CASE("a poll that observed no principal says nothing of any") {
    const auto histories = derive_principals(seen_in("2020-02-05 P", "account"),
                                             polls_in("2020-01-05 role; 2020-03-05 role"));
    REQUIRE(histories.size() == 1);
    CHECK(states_in(histories[0]) == "2020-02-05 P");
    CHECK(format_date(histories[0].known_until) == "2020-02-05");
}

TEST_CASE("when a principal was there, and how far that is known") {
    auto seen = seen_in("2020-01-05 P; 2020-02-05 -", "account");
    const auto polls =
        polls_in("2020-01-05 role; 2020-02-05 role; 2020-03-05 role; 2020-04-05 role");
    add_companion(seen, polls);
    const auto histories = derive_principals(seen, polls);
    REQUIRE(histories.size() == 2);
    const PrincipalHistory& history = histories[0];
    CHECK(history.at(*instant_in("2020-01-04")) == nullptr);
    CHECK_FALSE(history.span_at(*instant_in("2020-01-04")).has_value());
    CHECK_FALSE(history.span_at(*instant_in("2020-03-05")).has_value());
    const auto span = history.span_at(*instant_in("2020-03-04"));
    REQUIRE(span);
    CHECK(format_date(span->first) == "2020-01-05");
    CHECK(format_date(*span->until) == "2020-03-05");
    CHECK(format_date(history.known_until) == "2020-04-05");
}

TEST_CASE("a dump of no time that is known already adds no observation of principals") {
    const Poll known{"account/1", *instant_in("2020-01-05"), "1", {"role"}, "digest"};
    Claims claims;
    claims.polls = {{"account/1", *instant_in("2020-02-05"), "1", {"role"}, "digest"}};
    claims.principals = seen_in("2020-02-05 P", "account/1");
    fit_in(claims, std::span(&known, 1));
    CHECK(claims.principals.empty());
    // Another one counts as later than all that is known.
    claims.polls = {{"account/1", *instant_in("2020-01-01"), "1", {"role"}, "other"}};
    claims.principals = seen_in("2020-01-01 P", "account/1");
    fit_in(claims, std::span(&known, 1));
    REQUIRE(claims.principals.size() == 1);
    CHECK(claims.principals[0].at > known.at);
    CHECK(claims.principals[0].at == claims.polls[0].at);
}

} // namespace
} // namespace polhist::timeline
