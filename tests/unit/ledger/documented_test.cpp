#include "ledger/documented.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

namespace polhist::ledger {
namespace {

std::vector<std::string> told(const timeline::Claims& claims) {
    std::vector<std::string> lines;
    for (const Ledger& ledger : ledgers_of(claims)) {
        lines.push_back(fmt::format("{} since {}", ledger.source, ledger.tracking_since));
        for (const Update& update : ledger.updates) {
            lines.push_back(fmt::format(
                "{} {} {} {}", update.date, update.policy, update.change, update.description));
        }
        for (const Prose& prose : ledger.prose) {
            lines.push_back(fmt::format("{}: {}", prose.policy, prose.summary));
        }
    }
    return lines;
}

TEST_CASE("one ledger for each page, whatever the order of its states") {
    timeline::Claims claims;
    claims.updates = {
        {{"B", "2021-06-01"}, "2021-06-01", {"aws", "P"}, "c", "third", 1},
        {{"B", "2021-06-01"}, "2021-06-01", {"aws", "P"}, "c", "second", 0},
        {{"B", "2021-06-01"}, "2021-05-01", {"aws", "P"}, "reworded", "See the website.", 0},
        {{"B", "2021-05-01"}, "2021-05-01", {"aws", "P"}, "first", "Added a:B.", 0},
        {{"B", "2021-05-01"}, "2021-04-01", {}, "We started tracking changes", "x", 0},
        {{"B", "2021-06-01"}, "2021-04-01", {}, "We started tracking changes", "y", 0},
        {{"A", "2020-01-01"}, "2020-01-01", {"aws", "Q"}, "c", "d", 0},
    };
    claims.prose = {{{"B", "2021-06-01"}, {"aws", "P"}, "new", "", {}},
                    {{"B", "2021-05-01"}, {"aws", "P"}, "old", "", {}}};
    const std::vector<std::string> expected{"A since 2020-01-01",
                                            "2020-01-01 Q c d",
                                            "B since 2021-04-01",
                                            "2021-06-01 P c second",
                                            "2021-06-01 P c third",
                                            "2021-05-01 P first Added a:B.",
                                            "2021-04-01  We started tracking changes y",
                                            "P: new"};
    CHECK(told(claims) == expected);
    std::ranges::reverse(claims.updates);
    std::ranges::reverse(claims.prose);
    claims.updates.push_back(claims.updates.front());
    CHECK(told(claims) == expected);
    CHECK(ledgers_of({}).empty());
}

} // namespace
} // namespace polhist::ledger
