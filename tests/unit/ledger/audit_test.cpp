#include "given.h"
#include "ledger/audit.h"

#include <doctest/doctest.h>

#include <array>

namespace polhist::ledger {
namespace {

using given::allowing;

TEST_CASE("the kinds of findings by name") {
    constexpr std::array<std::string_view, 7> names{"undocumented",
                                                    "misspelt",
                                                    "not-found",
                                                    "unspecified",
                                                    "unmentioned",
                                                    "misdated",
                                                    "contradiction"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        CHECK(name_of(static_cast<FindingKind>(i)) == names[i]);
    }
}

given::Policy changed_once(std::string name) {
    return {std::move(name),
            {{"v1", "2021-01-01T00:00:00Z", allowing(R"("a:Get")")},
             {"v2", "2021-06-10T00:00:00Z", allowing(R"("a:Get", "a:Put")")}}};
}

TEST_CASE("findings are sorted by policy, date, kind and subject, whatever the order of input") {
    const given::Policy b = changed_once("B");
    const given::Policy a = changed_once("A");
    const std::vector<Subject> subjects{b.subject(), a.subject()};
    const Ledger ledger{"",
                        "2021-04-02",
                        {{"2021-06-10", "B", "", "x:Z, x:Y"}},
                        {{"A", R"("term 2" "term 1")", "", {}}}};
    std::vector<std::string> policies;
    const auto findings = audit(ledger, subjects);
    policies.reserve(findings.size());
    for (const Finding& finding : findings) {
        policies.push_back(finding.policy);
    }
    CHECK(policies == std::vector<std::string>{"A", "A", "A", "B", "B", "B"});
    CHECK(given::brief(findings) == std::vector<std::string>{"not-found term 1",
                                                             "not-found term 2",
                                                             "2021-06-10 undocumented v2",
                                                             "2021-06-10 undocumented a:Put",
                                                             "2021-06-10 not-found x:Y",
                                                             "2021-06-10 not-found x:Z"});
}

TEST_CASE("policies that the ledger does not speak of, or that have no state, are passed over") {
    const given::Policy silent = changed_once("Silent");
    const given::Policy undated("Undated", {{"v1", "", allowing(R"("a:Get")")}});
    const std::vector<Subject> subjects{silent.subject(), undated.subject()};
    const Ledger ledger{
        "", "2021-04-02", {{"2021-06-10", "Undated", "", "x:Y"}}, {{"Absent", "a:No", "", {}}}};
    CHECK(audit(ledger, subjects).empty());
}

} // namespace
} // namespace polhist::ledger
