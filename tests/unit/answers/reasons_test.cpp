#include "answers/reasons.h"
#include "documents.h"
#include "histories.h"

#include <doctest/doctest.h>

#include <array>
#include <random>

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

TEST_CASE("what is read for two moments alone explains what all documents do") {
    std::mt19937 random(9); // NOLINT(cert-msc51-cpp): the same on every run
    const auto day = [&](int after) {
        return format_date({(1'577'836'800 + std::int64_t{after} * 86'400) * 1'000'000});
    };
    static constexpr std::array names{"a:One", "a:Two", "a:Three", "a:Four"};
    for (int round = 0; round < 40; ++round) {
        CAPTURE(round);
        Written made;
        int at = 0;
        for (int i = 1; i <= 12; ++i) {
            const std::string id = "v" + std::to_string(i);
            std::string actions = R"("a:Zero")";
            for (const char* name : names) {
                actions += random() % 2 == 0 ? std::string(", \"") + name + '"' : std::string();
            }
            made.documents[id] = allow(actions);
            at += static_cast<int>(random() % 90);
            made.states.emplace_back(day(at), id);
        }
        std::vector<ledger::Update> updates(15);
        for (ledger::Update& update : updates) {
            update = {day(static_cast<int>(random() % 700)),
                      "P",
                      "",
                      std::string("added ") + names[random() % names.size()]};
        }
        const std::array<ledger::Ledger, 1> told{ledger_of("all", std::move(updates))};
        const timeline::History history = history_of("P", made);
        const auto all = Reasons::of(history, told);
        REQUIRE(all);
        const auto said =
            [&](const Reasons& reasons, const timeline::Moment& from, const timeline::Moment& to) {
                std::string text;
                for (const ledger::Update& update : reasons.between(history, from, to)) {
                    text += update.date + ' ' + update.description + "; ";
                }
                return text;
            };
        for (std::size_t i = 0; i < history.states.size(); ++i) {
            for (std::size_t j = 0; j < history.states.size(); ++j) {
                timeline::Moment from{history.states[i].version, i};
                timeline::Moment to{history.states[j].version, j};
                const auto near = Reasons::of(history, told, from, to);
                REQUIRE(near);
                CHECK(said(*near, from, to) == said(*all, from, to));
            }
        }
    }
}

TEST_CASE("policies that no ledger speaks of have none, and their documents are not read") {
    Written unreadable = written;
    unreadable.documents["v1"] = "{";
    CHECK(Reasons::of(history_of("Other", unreadable), ledgers));
    CHECK_FALSE(Reasons::of(history_of("P", unreadable), ledgers));
}

} // namespace polhist::answers
