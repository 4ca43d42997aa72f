// The log of a policy and the alerts about it tell the same story, where one subscription is all
// that is known.

#include "timeline/derive.h"
#include "watch/derivation.h"

#include <doctest/doctest.h>

#include <random>
#include <sstream>

namespace polhist::watch {
namespace {

using timeline::Claims;
using timeline::Observation;

constexpr std::int64_t day = 86'400'000'000;
const timeline::PolicyKey key{"aws", "P"};

// `v2:B@5`: version 2 with document B, created on day 5, seen a day after the one before it.
Claims claims_of(const std::string& looks) {
    Claims claims;
    std::istringstream words(looks);
    std::int64_t at = 100;
    for (std::string word; words >> word; ++at) {
        const std::size_t colon = word.find(':');
        const std::size_t mark = word.find('@');
        Observation look{key, "o", {at * day}, Observation::Kind::in_force, {}, {}, {}};
        look.version = word.substr(0, colon);
        look.document = word.substr(colon + 1, mark - colon - 1);
        if (mark != std::string::npos) {
            look.created = Instant{std::stoll(word.substr(mark + 1)) * day};
        }
        claims.observations.push_back(std::move(look));
    }
    return claims;
}

std::string told_by_log(const Claims& claims) {
    const timeline::History history = timeline::derive(key, claims);
    std::string text;
    for (const timeline::State& state : history.states) {
        text += " " + std::string(name_of(state.event)) + " " + history.version_of(state).id;
    }
    return text;
}

// The first version is told as new where the subscription did not begin with it.
std::string told_by_alerts(const Claims& claims) {
    std::string text;
    for (const Event& event : events_of(claims.observations, {0})) {
        text += " " + std::string(name_of(event.kind)) + " " + event.to->version;
    }
    return text;
}

TEST_CASE("log and alerts agree") {
    struct Row {
        std::string looks;
        std::string told;
    };

    const std::vector<Row> rows{
        // A source without dates: a number that goes down is a roll-back in both.
        {"v5:E v3:C", " version v5 rollback v3"},
        {"v5:E v3:C v5:E", " version v5 rollback v3 reinstated v5"},
        {"v5:E@50 v3:C@30", " version v5 rollback v3"},
        {"v3:C@3 v1:A@1 v2:B@2", " version v3 rollback v1 reinstated v2"},
        {"v5:E@50 v1:F@101", " version v5 recreated v1"},
        {"v1:A@1 v1:F@101 v1:A@1", " version v1 recreated v1 rollback v1"},
        {"sha-a:A sha-b:B sha-a:A", " version sha-a version sha-b rollback sha-a"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.looks);
        const Claims claims = claims_of(row.looks);
        CHECK(told_by_log(claims) == row.told);
        CHECK(told_by_alerts(claims) == row.told);
    }
}

// Five versions created one after another, and a second creation of the policy; some sources date
// them and some do not. A new version is seen after it was created.
TEST_CASE("log and alerts agree about any order of looks") {
    std::mt19937 random(11); // NOLINT(cert-msc51-cpp): the same on every run
    const std::vector<std::string> dated{"v1:A@10", "v2:B@20", "v3:C@30", "v1:D@40", "v2:E@50"};
    const std::vector<std::string> undated{"v1:A", "v2:B", "v3:C", "v4:D", "sha-e:E"};
    for (int round = 0; round < 2000; ++round) {
        const auto& all = round % 2 == 0 ? dated : undated;
        std::string looks;
        for (std::size_t left = 1 + random() % 7; left > 0; --left) {
            looks += (looks.empty() ? "" : " ") + all[random() % all.size()];
        }
        CAPTURE(looks);
        const Claims claims = claims_of(looks);
        CHECK(told_by_log(claims) == told_by_alerts(claims));
    }
}

} // namespace
} // namespace polhist::watch
