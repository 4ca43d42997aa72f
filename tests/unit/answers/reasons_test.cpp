#include "answers/reasons.h"
#include "documents.h"
#include "histories.h"

#include <doctest/doctest.h>

#include <array>

namespace polhist::answers {
namespace {

std::string allow(std::string_view actions) {
    return document_with(R"({"Effect": "Allow", "Resource": "*", "Action": [)" +
                         std::string(actions) + "]}");
}

const Written written{{{"2021-01-01", "v1"}, {"2021-05-10", "v2"}, {"2021-06-10", "v3"}},
                      {{"v1", allow(R"("a:One")")},
                       {"v2", allow(R"("a:One", "a:Two")")},
                       {"v3", allow(R"("a:One", "a:Two", "a:Three")")},
                       {"v9", allow(R"("a:One")")}}};

ledger::Ledger ledger_of(std::string source, std::vector<ledger::Update> updates) {
    ledger::Ledger ledger;
    ledger.source = std::move(source);
    ledger.updates = std::move(updates);
    return ledger;
}

const std::array ledgers{ledger_of("first",
                                   {{"2022-03-01", "P", "", "of nothing known"},
                                    {"2021-06-05", "P", "", "early, added a:Three"},
                                    {"2021-06-05", "Q", "", "of another policy, added a:Two"},
                                    {"2021-01-01", "P", "", "new"}}),
                         ledger_of("second", {{"2021-06-09", "P", "", "late, added a:Two"}})};

std::string reasons(std::string_view from, std::string_view to) {
    const timeline::History history = history_of("P", written);
    const auto all = Reasons::of(history, ledgers);
    REQUIRE(all);
    const auto moment = [&](std::string_view when) {
        return *timeline::resolve(history, *timeline::parse_when(when));
    };
    std::string text;
    for (const ledger::Update& update : all->between(history, moment(from), moment(to))) {
        text += (text.empty() ? "" : "; ") + update.description;
    }
    return text;
}

} // namespace

TEST_CASE("an update explains the change it tells of, whatever its date") {
    struct Row {
        std::string_view from;
        std::string_view to;
        std::string_view reasons;
    };

    constexpr Row rows[] = {
        {"v1", "v2", "late, added a:Two"},
        {"v2", "v3", "early, added a:Three"},
        {"v1", "v3", "late, added a:Two; early, added a:Three"},
        {"v3", "v1", ""},
        {"v2", "v2", ""},
        {"v9", "v3", "late, added a:Two; early, added a:Three; new"}, // v9 has no date
    };
    for (const Row& row : rows) {
        CAPTURE(row.from);
        CAPTURE(row.to);
        CHECK(reasons(row.from, row.to) == row.reasons);
    }
}

TEST_CASE("policies that no ledger speaks of have none, and their documents are not read") {
    Written unreadable = written;
    unreadable.documents["v1"] = "{";
    CHECK(Reasons::of(history_of("Other", unreadable), ledgers));
    CHECK_FALSE(Reasons::of(history_of("P", unreadable), ledgers));
}

} // namespace polhist::answers
