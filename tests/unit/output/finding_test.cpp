#include "documents.h"
#include "output/finding.h"

#include <doctest/doctest.h>

namespace polhist::output {
namespace {

answers::Endpoint endpoint(std::string_view statements) {
    return {"x.json",
            std::nullopt,
            std::nullopt,
            std::make_shared<const policy::Document>(document_of(document_with(statements)))};
}

std::vector<Finding> found(std::string_view before, std::string_view after) {
    answers::ComparisonSet set;
    set.comparisons.push_back(answers::compare(endpoint(before), endpoint(after)));
    return findings_of(set);
}

std::string statement(std::string_view effect, std::string_view actions) {
    return R"({"Resource": "*", "Effect": ")" + std::string(effect) + R"(", "Action": [)" +
           std::string(actions) + "]}";
}

TEST_CASE("a fingerprint covers all that a finding is about") {
    const std::string get = statement("Allow", R"("s3:Get")");
    const auto put = found(get, statement("Allow", R"("s3:Get", "s3:Put")"));
    REQUIRE(put.size() == 1);
    // The order of statements, and what else changed, mean nothing.
    const auto alike = found(
        get, statement("Deny", R"("ec2:Run")") + "," + statement("Allow", R"("s3:Put", "s3:Get")"));
    REQUIRE(alike.size() == 2);
    CHECK(alike.front().kind == Finding::Kind::now_allowed);
    CHECK(alike.front().fingerprint == put.front().fingerprint);
    CHECK(alike.back().kind == Finding::Kind::now_denied);
    // Another action joins; the example is the same request.
    const auto more = found(get, statement("Allow", R"("s3:Get", "s3:Put", "s3:Tag")"));
    REQUIRE(more.size() == 1);
    CHECK(more.front().fingerprint != put.front().fingerprint);
    CHECK(more.front().message == "now allowed: s3:Put and s3:Tag on * (Statement[0]); for example "
                                  "s3:Put on *");
}

TEST_CASE("a gate stops at findings by whether they widen or narrow access") {
    using Kind = Finding::Kind;
    const Severity wider{true, false, false};
    const Severity narrower{false, true, false};
    for (const Kind kind : {Kind::now_allowed, Kind::no_longer_denied}) {
        CHECK(wider.stops(kind));
        CHECK_FALSE(narrower.stops(kind));
    }
    for (const Kind kind : {Kind::no_longer_allowed, Kind::now_denied}) {
        CHECK(narrower.stops(kind));
        CHECK_FALSE(wider.stops(kind));
    }
    CHECK_FALSE(wider.stops(Kind::undecided));
    CHECK(Severity{false, false, true}.stops(Kind::undecided));
}

} // namespace
} // namespace polhist::output
