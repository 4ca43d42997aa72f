#include "timeline/history.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace polhist::timeline {
namespace {

Version version(std::string id, std::string_view created) {
    Version made;
    made.id = std::move(id);
    made.created = parse_instant(created);
    return made;
}

// The states as `v1 2021-08-11 version; …`.
std::string states(const History& history) {
    std::string text;
    for (const State& state : history.states) {
        text += (text.empty() ? "" : "; ") + history.version_of(state).id + " " +
                format_date(state.since) + " " + std::string(name_of(state.event));
    }
    return text;
}

TEST_CASE("states follow from versions, whatever their order") {
    std::vector<Version> versions{version("v10", "2021-03-01T00:00:00Z"),
                                  version("v2", "2020-02-01T00:00:00Z"),
                                  version("v9", "2021-02-01T00:00:00Z"),
                                  version("v1", "2020-01-01T00:00:00Z")};
    std::ranges::sort(versions, {}, &Version::id);
    do {
        const History history = derive("P", "arn:p", versions);
        CHECK(history.name == "P");
        CHECK(history.arn == "arn:p");
        CHECK(states(history) == "v1 2020-01-01 version; v2 2020-02-01 version; "
                                 "v9 2021-02-01 version; v10 2021-03-01 version");
        CHECK(history.versions.front().id == "v1");
        CHECK(history.versions.back().id == "v10");
    } while (std::ranges::next_permutation(versions, {}, &Version::id).found);
}

TEST_CASE("an id that comes twice was created again") {
    const History history = derive("P",
                                   "",
                                   {version("v1", "2021-06-01T00:00:00Z"),
                                    version("v2", "2020-02-01T00:00:00Z"),
                                    version("v1", "2020-01-01T00:00:00Z")});
    CHECK(states(history) ==
          "v1 2020-01-01 version; v2 2020-02-01 version; v1 2021-06-01 recreated");
}

TEST_CASE("versions without a date have no state") {
    const History history =
        derive("P", "", {version("v2", "2020-02-01T00:00:00Z"), version("sha-0123456789ab", "")});
    CHECK(states(history) == "v2 2020-02-01 version");
    CHECK(history.versions.size() == 2);
    CHECK(derive("P", "", {}).states.empty());
}

TEST_CASE("events have names") {
    CHECK(name_of(Event::version) == "version");
    CHECK(name_of(Event::rollback) == "rollback");
    CHECK(name_of(Event::reinstated) == "reinstated");
    CHECK(name_of(Event::recreated) == "recreated");
}

class FakeArchive final : public Archive {
public:
    [[nodiscard]] std::vector<std::string> names() const override {
        return {"AlphaRead", "AlphaWrite", "BetaRead"};
    }

    [[nodiscard]] std::optional<std::string> name_of_arn(std::string_view arn) const override {
        return arn == "arn:aws:iam::aws:policy/BetaRead" ? std::optional<std::string>("BetaRead")
                                                         : std::nullopt;
    }

    [[nodiscard]] Result<History> history(std::string_view name) const override {
        return derive(std::string(name), "", {});
    }
};

TEST_CASE("a policy is found by name or ARN; others are suggested, never assumed") {
    struct Row {
        std::string_view policy;
        std::string_view found;
    };

    constexpr Row rows[] = {
        {"BetaRead", "BetaRead"},
        {"arn:aws:iam::aws:policy/BetaRead", "BetaRead"},
        {"Beta", "no policy `Beta` is known; did you mean `BetaRead`?"},
        {"betaread", "no policy `betaread` is known; did you mean `BetaRead`?"},
        {"BetaReed", "no policy `BetaReed` is known; did you mean `BetaRead`?"},
        {"Alpha", "no policy `Alpha` is known; `polhist list` shows what there is"},
        {"AlphaReads", "no policy `AlphaReads` is known; did you mean `AlphaRead`?"},
        {"arn:aws:iam::aws:policy/BetaRaed",
         "no policy `arn:aws:iam::aws:policy/BetaRaed` is known; did you mean `BetaRead`?"},
        {"Nothing", "no policy `Nothing` is known; `polhist list` shows what there is"},
        {"", "no policy `` is known; `polhist list` shows what there is"},
    };
    const FakeArchive archive;
    for (const Row& row : rows) {
        CAPTURE(row.policy);
        const auto history = find(archive, row.policy);
        CHECK((history ? history->name : history.error().message) == row.found);
    }
}

} // namespace
} // namespace polhist::timeline
