#include <doctest/doctest.h>
#include <polhist/polhist.h>

#include <array>
#include <thread>

namespace polhist::api {
namespace {

Document parsed(std::string_view statements) {
    auto document = Document::parse(R"({"Version": "2012-10-17", "Statement": [)" +
                                    std::string(statements) + "]}");
    REQUIRE(document);
    return *document;
}

constexpr std::string_view get_logs =
    R"({"Sid": "Logs", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*"})";
constexpr std::string_view put_logs =
    R"({"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*",
        "Condition": {"StringEquals": {"aws:PrincipalTag/team": "ops"}}})";
constexpr std::string_view deny_all = R"({"Effect": "Deny", "Action": "*", "Resource": "*"})";
constexpr std::string_view user = "arn:aws:iam::111122223333:user/joe";

// `allow 0`; `invalid-request` for an error.
std::string told(const Result<Decision>& decision) {
    if (!decision) {
        return std::string(name_of(decision.error().code));
    }
    const auto& statement = decision->statement;
    std::string text(name_of(decision->outcome));
    if (statement && statement->number) {
        text += " " + std::to_string(*statement->number);
    } else if (statement && statement->through) {
        text += " " + std::string(name_of(statement->through->layer.kind)) + " " +
                std::to_string(statement->through->document);
    }
    return text;
}

TEST_CASE("evaluate tells the outcome and the statement that decides") {
    const Document document = parsed(std::string(get_logs) + "," + std::string(put_logs) +
                                     R"(,{"Effect": "Deny", "Action": "s3:*", "Resource": "*",
                                          "Condition": {"StringEquals": {"aws:PrincipalArn":
                                          "arn:aws:iam::111122223333:user/eve"}}})");
    const std::string object = "arn:aws:s3:::logs/today";
    CHECK(told(evaluate(document, {"s3:GetObject", object})) == "allow 0");
    CHECK(told(evaluate(document, {"s3:DeleteObject", object})) == "implicit-deny");
    CHECK(told(evaluate(document, {"s3:PutObject", object})) == "implicit-deny");
    CHECK(
        told(evaluate(document, {"s3:PutObject", object, {{"AWS:principaltag/Team", {"ops"}}}})) ==
        "allow 1");
    const Principal eve{"AWS", "arn:aws:iam::111122223333:user/eve"};
    CHECK(told(evaluate(document, {"s3:GetObject", object, {}, eve})) == "explicit-deny 2");
    const Principal group{"AWS", "arn:aws:iam::111122223333:group/ops"};
    CHECK(told(evaluate(document, {"s3:GetObject", object, {}, group})) == "invalid-request");
    CHECK(told(evaluate(document,
                        {"s3:GetObject",
                         object,
                         {{"aws:PrincipalAccount", {"999999999999"}}},
                         Principal{"AWS", std::string(user)}})) == "invalid-request");
}

TEST_CASE("a condition operator that is not known is undecidable") {
    const Document document = parsed(R"({"Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": {"StringLooksLike": {"aws:username": "joe"}}})");
    CHECK(told(evaluate(document, {"s3:GetObject"})) == "undecidable");
}

TEST_CASE("a set asks in the name of its principal") {
    Layers layers;
    layers.identity = {parsed(deny_all), parsed(get_logs)};
    layers.principal = user;
    CHECK(told(evaluate(*PolicySet::make(layers), {"s3:GetObject", "arn:aws:s3:::logs/a"})) ==
          "explicit-deny identity 0");
    layers.identity = {parsed(put_logs), parsed(get_logs)};
    const PolicySet set = *PolicySet::make(layers);
    CHECK(told(evaluate(set, {"s3:GetObject", "arn:aws:s3:::logs/a"})) == "allow identity 1");
    const Principal other{"AWS", "arn:aws:iam::111122223333:user/eve"};
    CHECK(told(evaluate(set, {"s3:GetObject", "arn:aws:s3:::logs/a", {}, other})) ==
          "invalid-request");
    layers.boundary = parsed(put_logs);
    CHECK(told(evaluate(*PolicySet::make(layers), {"s3:GetObject", "arn:aws:s3:::logs/a"})) ==
          "implicit-deny");
}

TEST_CASE("an evaluator outlives what it was made of, and can be moved") {
    Evaluator first(parsed(get_logs));
    const Evaluator second = std::move(first);
    CHECK(told(second.evaluate({"s3:GetObject", "arn:aws:s3:::logs/a"})) == "allow 0");
}

TEST_CASE("a comparison owns its witnesses") {
    const Comparison comparison = [] {
        const Document before = parsed(get_logs);
        const Document after = parsed(std::string(get_logs) + "," + std::string(put_logs));
        return compare(before, after);
    }();
    CHECK(comparison.verdict == Verdict::broader);
    CHECK(comparison.overall == Verdict::broader);
    CHECK(comparison.lost.empty());
    REQUIRE(comparison.gained.size() == 1);
    const Witness& witness = comparison.gained.front();
    CHECK(witness.statement.number == 1);
    CHECK(witness.request.action == "s3:PutObject");
    CHECK(witness.request.resource.starts_with("arn:aws:s3:::logs/"));
    CHECK(witness.request.context.at("aws:PrincipalTag/team") == std::vector<std::string>{"ops"});
    REQUIRE(comparison.denies);
    CHECK(comparison.denies->verdict == DenialVerdict::same);
}

TEST_CASE("denials, their holding back and spent budgets are told") {
    const Document denied = parsed(std::string(get_logs) + "," + std::string(deny_all));
    const Document allowed = parsed(get_logs);
    const Comparison comparison = compare(denied, allowed);
    CHECK(comparison.verdict == Verdict::broader);
    REQUIRE(comparison.gained.size() == 1);
    CHECK(comparison.gained.front().statement.sid == "Logs");
    REQUIRE(comparison.gained.front().because);
    CHECK(comparison.gained.front().because->number == 1);
    CHECK(comparison.denies->verdict == DenialVerdict::less);
    CHECK(!comparison.denies->less.empty());

    const Comparison spent = compare(denied, allowed, 0);
    CHECK(spent.verdict == Verdict::undecided);
    REQUIRE(!spent.doubts.empty());
    CHECK(!spent.doubts.front().reason.empty());
}

TEST_CASE("sets tell through which statement, and which layer lacks") {
    Layers layers;
    layers.identity = {parsed(put_logs), parsed(get_logs)};
    const PolicySet after = *PolicySet::make(layers);
    layers.scp = {{parsed(R"({"Effect": "Allow", "Action": "*", "Resource": "*"})")},
                  {parsed(put_logs)}};
    const auto comparison = compare(*PolicySet::make(layers), after);
    REQUIRE(comparison);
    CHECK(comparison->verdict == Verdict::broader);
    CHECK(!comparison->denies);
    REQUIRE(comparison->gained.size() == 1);
    const Witness& witness = comparison->gained.front();
    CHECK(witness.statement.through == Through{{LayerKind::identity, 0}, 1, 0});
    CHECK(witness.statement.sid == "Logs");
    CHECK(witness.lacking == Layer{LayerKind::scp, 1});

    layers.principal = user;
    const auto two_callers = compare(*PolicySet::make(layers), after);
    REQUIRE(!two_callers);
    CHECK(two_callers.error().code == ErrorCode::invalid_set);
}

TEST_CASE("checks pass, fail with reasons, and refuse what is no question") {
    const Document one = parsed(get_logs);
    const Document two = parsed(std::string(get_logs) + "," + std::string(put_logs));
    CHECK(check_no_new_access(two, one).passed());
    const CheckResult failed = check_no_new_access(one, two);
    REQUIRE(failed.reasons.size() == 1);
    CHECK(failed.reasons.front().statement->number == 1);
    CHECK(failed.reasons.front().request->action == "s3:PutObject");

    const auto granted = check_access_not_granted(two, {{"s3:Put*"}, {}});
    REQUIRE(granted);
    CHECK(!granted->passed());
    const auto not_granted = check_access_not_granted(two, {{"iam:PassRole"}, {"*"}});
    REQUIRE(not_granted);
    CHECK(not_granted->passed());
    const AccessPatterns faulty[] = {
        {{}, {}}, {{"s3"}, {}}, {{}, {"bucket"}}, {{"s3:*"}, {"arn:aws:s3:::"}}};
    for (const AccessPatterns& patterns : faulty) {
        const auto refused = check_access_not_granted(two, patterns);
        CAPTURE(patterns.actions.size());
        CAPTURE(patterns.resources.size());
        REQUIRE(!refused);
        CHECK(refused.error().code == ErrorCode::invalid_question);
    }

    const auto no_principal = check_no_public_access(two);
    REQUIRE(!no_principal);
    CHECK(no_principal.error().code == ErrorCode::invalid_question);
    const auto open = check_no_public_access(parsed(
        R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"})"));
    REQUIRE(open);
    CHECK(!open->passed());
}

TEST_CASE("a difference owns its grants and tells each once") {
    const Difference difference = difference_between(
        parsed(get_logs), parsed(std::string(put_logs) + "," + std::string(deny_all)));
    CHECK(!difference.quiet);
    CHECK(difference.from_language == "2012-10-17");
    CHECK(difference.grants.added.size() == 2);
    CHECK(difference.grants.removed.size() == 1);
    CHECK(difference.actions.added.size() == 2);
    CHECK(difference.resources.empty());
    const Grant& put = difference.actions.added.back().grant;
    CHECK(put.effect == Effect::allow);
    CHECK(put.action == "s3:PutObject");
    CHECK(put.resource == "arn:aws:s3:::logs/*");
    CHECK(!put.not_action);
    CHECK(put.conditions ==
          std::vector<Condition>{{"StringEquals", "aws:PrincipalTag/team", {"ops"}}});
    CHECK(put.statement.number == 0);
    CHECK(difference.access.verdict == Verdict::narrower);

    const Document same = parsed(get_logs);
    CHECK(difference_between(same, same).quiet);
}

TEST_CASE("a rewrite has both sides, and what is covered says by which statement") {
    const Document before = parsed(get_logs);
    const Document after = parsed(
        R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*",
            "Condition": {"Bool": {"aws:SecureTransport": "true"}}})");
    const Difference difference = difference_between(before, after);
    REQUIRE(difference.rewrites.size() == 1);
    CHECK(difference.rewrites.front().from.size() == 1);
    REQUIRE(difference.rewrites.front().to.size() == 1);
    const Change& change = difference.rewrites.front().to.front();
    CHECK(change.covered == true);
    REQUIRE(change.covered_by.size() == 1);
    CHECK(change.covered_by.front().sid == "Logs");
}

TEST_CASE("two threads ask of the same documents") {
    const Document before = parsed(std::string(get_logs) + "," + std::string(put_logs));
    const Document after = parsed(get_logs);
    Layers layers;
    layers.identity = {before};
    layers.boundary = after;
    const PolicySet set = *PolicySet::make(layers);
    std::array<int, 2> good{};
    {
        std::array<std::thread, 2> threads;
        for (std::size_t at = 0; at < threads.size(); ++at) {
            threads[at] = std::thread([&, at] {
                for (int round = 0; round < 50; ++round) {
                    const Document own = before;
                    const bool narrower = compare(own, after).verdict == Verdict::narrower;
                    const auto decision = evaluate(set, {"s3:GetObject", "arn:aws:s3:::logs/a"});
                    const bool allowed = decision && decision->outcome == Outcome::allow;
                    const bool told = difference_between(before, after).grants.removed.size() == 1;
                    good[at] += narrower && allowed && told ? 1 : 0;
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
    }
    CHECK(good == std::array<int, 2>{50, 50});
}

} // namespace
} // namespace polhist::api
