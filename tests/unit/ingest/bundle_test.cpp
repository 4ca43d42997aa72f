// The real history of AWS managed policies, where it lies beside the project.

#include "answers/import_report.h"
#include "diff/difference.h"
#include "ingest/git_history.h"
#include "policy/envelope.h"
#include "timeline/derive.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>

namespace polhist::ingest {
namespace {

struct Totals {
    std::size_t versions = 0;
    std::size_t states = 0;
    std::size_t gaps = 0;
    std::array<std::size_t, 4> events{};
    std::size_t transitions = 0;
    std::size_t added = 0;
    std::size_t removed = 0;
};

void count_changes(const timeline::History& history, Totals& totals) {
    std::vector<policy::Document> documents;
    for (const timeline::State& state : history.states) {
        const timeline::Version& version = history.version_of(state);
        auto envelope = policy::read_any({version.id, version.json.bytes().value()});
        REQUIRE(envelope);
        documents.push_back(std::move(envelope->document));
    }
    for (std::size_t i = 1; i < documents.size(); ++i) {
        const diff::Difference difference = diff::compare(documents[i - 1], documents[i]);
        ++totals.transitions;
        totals.added += difference.grants.added.size();
        totals.removed += difference.grants.removed.size();
    }
}

TEST_CASE("the real history imports to exactly what it holds") {
    if (std::string_view(POLHIST_TEST_ARCHIVE).empty()) {
        MESSAGE("skipped: no real history lies beside the project");
        return;
    }
    Options options;
    options.scope = "aws";
    auto imported = read_source(POLHIST_TEST_ARCHIVE, options);
    REQUIRE(imported);
    CHECK(imported->rejected.empty());
    CHECK(imported->claims.observations.size() == 10'697);
    std::map<timeline::PolicyKey, timeline::Claims> policies = answers::by_policy(imported->claims);
    for (timeline::Form& form : imported->claims.forms) {
        policies[form.policy].forms.push_back(std::move(form));
    }
    Totals totals;
    for (const auto& [key, claims] : policies) {
        const timeline::History history = timeline::derive(key, claims);
        totals.versions += history.versions.size();
        totals.states += history.states.size();
        totals.gaps += history.gaps.size();
        for (const timeline::State& state : history.states) {
            ++totals.events[static_cast<std::size_t>(state.event)];
        }
        CHECK(std::ranges::all_of(history.versions, &timeline::Version::seen));
        count_changes(history, totals);
    }
    CHECK(policies.size() == 1525);
    CHECK(totals.versions == 5237);
    CHECK(totals.states == 5248);
    CHECK(totals.gaps == 19);
    CHECK(totals.events == std::array<std::size_t, 4>{5235, 9, 2, 2});
    CHECK(totals.transitions == 3723);
    CHECK(totals.added == 26'171);
    CHECK(totals.removed == 4380);
}

} // namespace
} // namespace polhist::ingest
