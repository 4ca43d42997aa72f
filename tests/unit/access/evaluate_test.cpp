#include "access/caller.h"
#include "access/evaluate.h"
#include "documents.h"

#include <doctest/doctest.h>

namespace polhist::access {
namespace {

struct Row {
    std::string_view statement; // what stands beside Effect and Action
    std::string_view resource;
    std::map<std::string, std::vector<std::string>> context;
    bool allowed;
};

bool allows(const Row& row) {
    const policy::Document document = document_of(document_with(
        R"({"Effect": "Allow", "Action": "a:b", )" + std::string(row.statement) + "}"));
    const Request request{"A:B", std::string(row.resource), row.context, {}};
    return evaluate(Compiled(document), request).outcome == Outcome::allow;
}

// A condition on every resource.
std::string when(std::string_view test) {
    return R"("Resource": "*", "Condition": {)" + std::string(test) + "}";
}

TEST_CASE("resources and variables") {
    const Row rows[] = {
        {R"("Resource": "arn:aws:s3:::b/*")", "arn:aws:s3:::b/x/y", {}, true},
        {R"("Resource": "arn:aws:s3:::b/?")", "arn:aws:s3:::b/xy", {}, false},
        {R"("Resource": "arn:aws:s3:::B")", "arn:aws:s3:::b", {}, false},
        {R"("Resource": "arn:aws:logs:*:*:log/*")", "arn:aws:logs:r:1:x:log/y", {}, true},
        {R"("Resource": "arn:aws:logs:*:log/*")", "arn:aws:logs:r:log/y:x", {}, true},
        {R"("Resource": "arn:aws:logs:*:log/*")", "arn:aws:logs:r:1:x:log/y", {}, false},
        {R"("NotResource": "arn:aws:s3:::b")", "*", {}, true},
        {R"("NotResource": ["arn:aws:s3:::b", "*"])", "arn:aws:s3:::c", {}, false},
        {R"("Resource": "arn:aws:s3:::${aws:username}")", "arn:aws:s3:::joe", {}, false},
        {R"("Resource": "arn:aws:s3:::${AWS:username}")",
         "arn:aws:s3:::joe",
         {{"aws:UserName", {"joe"}}},
         true},
        {R"("Resource": "arn:aws:s3:::${k, 'all'}")", "arn:aws:s3:::all", {}, true},
        {R"("Resource": "arn:aws:s3:::${k}")", "arn:aws:s3:::xy", {{"k", {"*"}}}, false},
        {R"("Resource": "arn:aws:s3:::${*}")", "arn:aws:s3:::*", {}, true},
        {R"("Resource": "arn:aws:s3:::${k}")", "arn:aws:s3:::x", {{"k", {"x", "y"}}}, false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.statement);
        CAPTURE(row.resource);
        CHECK(allows(row) == row.allowed);
    }
}

TEST_CASE("what each form of operator says of no value, one, and several") {
    struct Forms {
        std::string_view test;
        bool absent, good, bad, both; // `x`, `y`, and the two together
    };

    constexpr Forms forms[] = {
        {R"("StringEquals": {"k": "x"})", false, true, false, false},
        {R"("StringNotEquals": {"k": "x"})", true, false, true, false},
        {R"("StringEqualsIfExists": {"k": "x"})", true, true, false, false},
        {R"("StringNotEqualsIfExists": {"k": "x"})", true, false, true, false},
        {R"("ForAllValues:StringEquals": {"k": "x"})", true, true, false, false},
        {R"("ForAllValues:StringNotEquals": {"k": "x"})", true, false, true, false},
        {R"("ForAnyValue:StringEquals": {"k": "x"})", false, true, false, true},
        {R"("ForAnyValue:StringNotEquals": {"k": "x"})", false, false, true, true},
        {R"("ForAnyValue:StringEqualsIfExists": {"k": "x"})", false, true, false, true},
        {R"("Null": {"k": "true"})", true, false, false, false},
        {R"("Null": {"k": false})", false, true, true, true},
        {R"("StringEquals": {"k": []})", false, false, false, false},
        {R"("StringNotEquals": {"k": []})", true, true, true, false},
    };
    for (const Forms& form : forms) {
        CAPTURE(form.test);
        const std::string statement = when(form.test);
        CHECK(allows({statement, "*", {}, true}) == form.absent);
        CHECK(allows({statement, "*", {{"K", {"x"}}}, true}) == form.good);
        CHECK(allows({statement, "*", {{"K", {"y"}}}, true}) == form.bad);
        CHECK(allows({statement, "*", {{"K", {"x", "y"}}}, true}) == form.both);
    }
}

TEST_CASE("values of each type") {
    struct Values {
        std::string_view test;
        std::string_view value;
        bool holds;
    };

    constexpr Values rows[] = {
        {R"("StringEquals": {"k": "a*"})", "ab", false},
        {R"("StringLike": {"k": "a*"})", "ab", true},
        {R"("StringLike": {"k": "a*"})", "Ab", false},
        {R"("StringEqualsIgnoreCase": {"k": "aB"})", "Ab", true},
        {R"("ArnLike": {"k": "arn:aws:sns:*:1:t"})", "arn:aws:sns:r:1:t", true},
        {R"("ArnLike": {"k": "arn:aws:sns:*:t"})", "arn:aws:sns:r:1:t", false},
        {R"("ArnLike": {"k": "arn:aws:sns:*:1:*"})", "arn:aws:sns:r:1:t:u", true},
        {R"("ArnNotLike": {"k": "arn:aws:sns:*:1:*"})", "no arn", true},
        {R"("Bool": {"k": true})", "TRUE", true},
        {R"("Bool": {"k": "true"})", "yes", false},
        {R"("NumericEquals": {"k": 5})", "5.0", true},
        {R"("NumericLessThan": {"k": "5"})", "4.999", true},
        {R"("NumericLessThan": {"k": "5"})", "-50", true},
        {R"("NumericGreaterThanEquals": {"k": "1e2"})", "100", true},
        {R"("NumericEquals": {"k": "five"})", "five", false},
        {R"("NumericNotEquals": {"k": "five"})", "five", true},
        {R"("DateLessThan": {"k": "2021-08-11T00:00:00Z"})", "2021-08-10T23:00:00-02:00", false},
        {R"("DateEquals": {"k": "2021-08-11"})", "1628640000", true},
        {R"("IpAddress": {"k": "10.0.0.0/8"})", "10.200.0.1", true},
        {R"("IpAddress": {"k": "10.0.0.1"})", "10.0.0.2", false},
        {R"("IpAddress": {"k": "2001:DB8::/32"})", "2001:db8:0:0::1", true},
        {R"("NotIpAddress": {"k": "0.0.0.0/0"})", "2001:db8::1", true},
        {R"("BinaryEquals": {"k": "QUI="})", "QUI=", true},
    };
    for (const Values& row : rows) {
        CAPTURE(row.test);
        CAPTURE(row.value);
        const std::string statement = when(row.test);
        CHECK(allows({statement, "*", {{"k", {std::string(row.value)}}}, true}) == row.holds);
    }
}

TEST_CASE("a Deny wins, and what it does not know it does not decide") {
    const auto outcome = [](std::string_view statements) {
        const policy::Document document = document_of(document_with(statements));
        return evaluate(Compiled(document), {"a:b", "*", {}, {}}).outcome;
    };
    constexpr std::string_view allow = R"({"Effect": "Allow", "Action": "a:*", "Resource": "*"})";
    const std::string deny =
        std::string(allow) + R"(,{"Effect": "Deny", "NotAction": "c:d", "Resource": "*"})";
    const std::string odd =
        std::string(allow) +
        R"(,{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Smells": {"k": "v"}}})";
    CHECK(outcome(allow) == Outcome::allow);
    CHECK(outcome(deny) == Outcome::explicit_deny);
    CHECK(outcome(odd) == Outcome::undecided);
    CHECK(outcome(R"({"Effect": "Allow", "Action": "c:*", "Resource": "*"})") ==
          Outcome::implicit_deny);
}

TEST_CASE("whom a principal takes in") {
    struct Takes {
        policy::Principal named;
        policy::Principal asking;
        bool in = false;
    };

    const policy::Principal joe{"AWS", "arn:aws:iam::111122223333:user/joe"};
    const policy::Principal session{"AWS", "arn:aws:sts::111122223333:assumed-role/r/s"};
    const Takes rows[] = {
        {{"AWS", "*"}, joe, true},
        {{"AWS", "*"}, {"Service", "ec2.amazonaws.com"}, true},
        {{"AWS", "111122223333"}, joe, true},
        {{"AWS", "arn:aws:iam::111122223333:root"}, joe, true},
        {{"AWS", "444455556666"}, joe, false},
        {joe, {"AWS", "arn:aws:iam::111122223333:user/kim"}, false},
        {{"AWS", "arn:aws:iam::111122223333:role/p/r"}, session, true},
        {{"AWS", "arn:aws:iam::111122223333:role/q"}, session, false},
        {{"Service", "ec2.amazonaws.com"}, {"Service", "ec2.amazonaws.com"}, true},
        {{"Service", "ec2.amazonaws.com"}, joe, false},
    };
    for (const Takes& row : rows) {
        CAPTURE(row.named.value);
        CAPTURE(row.asking.value);
        CHECK(takes_in(row.named, row.asking) == row.in);
    }
}

} // namespace
} // namespace polhist::access
