#include "timeline/history.h"

#include <doctest/doctest.h>

namespace polhist::timeline {
namespace {

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
        History history;
        history.name = std::string(name);
        return history;
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
