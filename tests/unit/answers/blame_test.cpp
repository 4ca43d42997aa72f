#include "answers/blame.h"
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

namespace {

// A document of a few statements about few things, much like others of its kind.
std::string some_document(std::mt19937& random) {
    static constexpr std::array actions{"a:One", "A:ONE", "a:Two", "a:Three", "a:T*", "*", "b:One"};
    static constexpr std::array rest{
        R"("Resource": "*")",
        R"("Resource": ["arn:1", "arn:2"])",
        R"("Resource": "arn:2")",
        R"("NotResource": "arn:1")",
        R"("Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}})",
        R"("Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}})"};
    std::string statements;
    const std::size_t count = 1 + random() % 3;
    for (std::size_t i = 0; i < count; ++i) {
        std::string named;
        const std::size_t more = 1 + random() % 3;
        for (std::size_t j = 0; j < more; ++j) {
            named +=
                (j == 0 ? "\"" : ", \"") + std::string(actions[random() % actions.size()]) + '"';
        }
        statements += std::string(i == 0 ? "" : ", ") + R"({"Effect": ")" +
                      (random() % 5 == 0 ? "Deny" : "Allow") + R"(", )" +
                      rest[random() % rest.size()] + ", " +
                      (random() % 8 == 0 ? R"("NotAction": [)" : R"("Action": [)") + named + "]}";
    }
    return R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}";
}

// The state that began the run of states up to `last` that have a grant.
std::size_t began(const timeline::History& history, std::size_t last, const policy::Grant& grant) {
    std::size_t since = last;
    for (std::size_t state = last; state-- > 0; since = state) {
        const auto document = load(history.version_of(history.states[state]));
        REQUIRE(document);
        const auto grants = policy::grants_of(**document);
        const bool there = std::ranges::any_of(
            grants, [&](const policy::Grant& other) { return policy::compare(grant, other) == 0; });
        if (!there) {
            break;
        }
    }
    return since;
}

} // namespace

TEST_CASE("where a grant was brought in is what all documents say") {
    std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same on every run
    for (int round = 0; round < 300; ++round) {
        CAPTURE(round);
        Written made;
        for (int i = 1; i <= 7; ++i) {
            const std::string id = "v" + std::to_string(i);
            made.documents[id] = some_document(random);
            made.states.emplace_back("2020-01-0" + std::to_string(i), id);
        }
        const timeline::History history = history_of("P", made);
        const auto blame = answers::blame(history, *timeline::parse_when("latest"));
        const std::string trouble = blame ? "" : blame.error().message;
        REQUIRE(trouble == "");
        for (const BlamedGrant& one : blame->grants) {
            CHECK(one.since == began(history, 6, one.grant));
        }
    }
}

} // namespace polhist::answers
