#include "answers/blame.h"
#include "documents.h"
#include "histories.h"

#include <doctest/doctest.h>

namespace polhist::answers {
namespace {

std::string allow(std::string_view actions) {
    return document_with(R"({"Effect": "Allow", "Resource": "*", "Action": [)" +
                         std::string(actions) + "]}");
}

// Five states of four versions: the fourth is the first again.
const Written written{{{"2020-01-01", "v1"},
                       {"2020-02-01", "v2"},
                       {"2020-03-01", "v3"},
                       {"2020-04-01", "v1"},
                       {"2020-05-01", "v4"}},
                      {{"v1", allow(R"("a:One")")},
                       {"v2", allow(R"("a:Two", "A:one")")},
                       {"v3", allow(R"("a:Two", "a:One", "a:Three")")},
                       {"v4", allow(R"("a:Three", "a:One", "a:Four")")},
                       {"v9", allow(R"("a:One")")}}};

// `a:One 2020-01-01; …`.
std::string blamed(std::string_view when) {
    const timeline::History history = history_of("P", written);
    const auto blame = answers::blame(history, *timeline::parse_when(when));
    if (!blame) {
        return blame.error().message;
    }
    std::string text;
    for (const BlamedGrant& one : blame->grants) {
        text += (text.empty() ? "" : "; ") + *one.grant.action() + ' ' +
                format_date(history.states[one.since].since);
    }
    return text;
}

} // namespace

TEST_CASE("a grant is brought in where its unbroken run of states began") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"2020-01-01", "a:One 2020-01-01"},
        {"v2", "A:one 2020-01-01; a:Two 2020-02-01"},
        {"2020-03-15", "a:One 2020-01-01; a:Three 2020-03-01; a:Two 2020-02-01"},
        {"2020-04-15", "a:One 2020-01-01"},
        {"v1", "a:One 2020-01-01"},
        {"latest", "a:Four 2020-05-01; a:One 2020-01-01; a:Three 2020-05-01"},
        {"v9",
         "v9 of `P` is not known to have been in force, so nobody can say what brought in its "
         "grants; name another version"},
    };
    for (const auto& [when, grants] : rows) {
        const auto& shown = when; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(blamed(when) == grants);
    }
}

} // namespace polhist::answers
