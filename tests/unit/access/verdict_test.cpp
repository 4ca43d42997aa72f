#include "access/verdict.h"

#include <doctest/doctest.h>

#include <array>

namespace polhist::access {
namespace {

constexpr std::array verdicts{
    Verdict::equivalent, Verdict::broader, Verdict::narrower, Verdict::mixed, Verdict::undecided};

TEST_CASE("each level means these verdicts and no other") {
    struct Row {
        std::string_view level;
        std::array<bool, verdicts.size()> meant; // in the order of `verdicts`
    };

    constexpr Row rows[] = {
        {"equivalent", {true, false, false, true, true}},
        {"broader", {false, true, false, true, true}},
        {"narrower", {false, false, true, true, true}},
        {"mixed", {false, false, false, true, true}},
        {"undecided", {false, false, false, false, true}},
        {"any", {false, true, true, true, true}},
    };
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < verdicts.size(); ++i) {
            CAPTURE(row.level);
            CAPTURE(name_of(verdicts.at(i)));
            CHECK(is_meant_by(row.level, verdicts.at(i)) == row.meant.at(i));
        }
    }
}

} // namespace
} // namespace polhist::access
