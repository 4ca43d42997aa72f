// A row for each condition operator: what the evaluator says of values on both sides of each bound,
// and what the comparer says of two tests by it.

#include "access/compare.h"
#include "access/evaluate.h"
#include "access/operator.h"
#include "diff/difference.h"
#include "documents.h"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace polhist::access {
namespace {

using Values = std::vector<std::string>;

struct Row {
    std::string name;
    std::string tested; // the value in the policy, as JSON
    Values good;
    Values bad;

    // The same operator with another value, and the verdict of that against this.
    std::string other;
    Verdict verdict = Verdict::undecided;
};

const Values at_five{"5", "5.0", "05", "50e-1"};
const Values under_five{"4.999999", "4", "0", "-5", "-6"};
const Values over_five{"5.000001", "6", "1e9"};
const Values no_number{"five", "", "5 ", "0x5"};
const Values at_noon{
    "2021-08-11T12:00:00Z", "2021-08-11T14:00:00+02:00", "2021-08-11T12:00Z", "1628683200"};
const Values before_noon{"2021-08-11T11:59:59Z", "1628683199", "2021-08-11T13:59:59+02:00", "2020"};
const Values after_noon{"2021-08-11T12:00:01Z", "1628683201", "2021-08-11T11:00:00-02:00", "2022"};
const Values no_date{"noon", "", "2021-08-11T25:00:00Z"};
const Values one_topic{"arn:aws:sns:us-east-1:111122223333:t",
                       "arn:aws:sns::111122223333:topic",
                       "arn:aws:sns:us-east-1:111122223333:t:x"};
const Values other_topics{"arn:aws:sns:us-east-1:111122223334:t",
                          "arn:aws:sns:us-east-1:x:111122223333:t",
                          "arn:aws:sns:us-east-1:111122223333",
                          "arn:aws:SNS:us-east-1:111122223333:t",
                          "t",
                          ""};
const Values inside{"10.1.2.0", "10.1.2.7", "10.1.2.255"};
const Values outside{"10.1.1.255", "10.1.3.0", "2001:db8::1", "::ffff:10.1.2.7"};
const Values no_address{"localhost", "", "10.1.2", "10.1.2.256"};

Values joined(std::initializer_list<Values> lists) {
    Values all;
    for (const Values& list : lists) {
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

constexpr auto broader = Verdict::broader;
constexpr auto narrower = Verdict::narrower;
constexpr auto mixed = Verdict::mixed;
constexpr auto equivalent = Verdict::equivalent;

const std::string topic = R"("arn:aws:sns:*:111122223333:t*")";
const std::string topics = R"("arn:aws:sns:*:*:t*")";
const std::string noon = R"("2021-08-11T12:00:00Z")";
const std::string one = R"("2021-08-11T13:00:00Z")";

const Row rows[] = {
    {"StringEquals", R"("b")", {"b"}, {"a", "c", "B", "bb", ""}, R"(["b", "c"])", broader},
    {"StringNotEquals", R"("b")", {"a", "c", "B", ""}, {"b"}, R"(["b", "c"])", narrower},
    {"StringEqualsIgnoreCase", R"("Ab")", {"Ab", "aB"}, {"A", "Abc"}, R"("aB")", equivalent},
    {"StringNotEqualsIgnoreCase", R"("Ab")", {"A", "b"}, {"ab", "AB"}, R"("b")", mixed},
    {"StringLike",
     R"("a*c?")",
     {"acd", "abbcd", "a:/cc"},
     {"ac", "acdd", "Acd", "bacd"},
     R"("a*c*")",
     broader},
    {"StringNotLike",
     R"("a*c?")",
     {"ac", "acdd", "Acd", "bacd"},
     {"acd", "abbcd", "a:/cc"},
     R"("a*c*")",
     narrower},
    {"ArnEquals", topic, one_topic, other_topics, topics, broader},
    {"ArnLike", topic, one_topic, other_topics, topics, broader},
    {"ArnNotEquals", topic, other_topics, one_topic, topics, narrower},
    {"ArnNotLike", topic, other_topics, one_topic, topics, narrower},
    {"NumericEquals",
     R"("5")",
     at_five,
     joined({under_five, over_five, no_number}),
     R"("5.0")",
     equivalent},
    {"NumericNotEquals",
     "5",
     joined({under_five, over_five, no_number}),
     at_five,
     R"(["5", "6"])",
     narrower},
    {"NumericLessThan", "5", under_five, joined({at_five, over_five, no_number}), "6", broader},
    {"NumericLessThanEquals",
     "5",
     joined({at_five, under_five}),
     joined({over_five, no_number}),
     "4",
     narrower},
    {"NumericGreaterThan", "5", over_five, joined({at_five, under_five, no_number}), "6", narrower},
    {"NumericGreaterThanEquals",
     "5",
     joined({at_five, over_five}),
     joined({under_five, no_number}),
     "4",
     broader},
    {"DateEquals",
     noon,
     at_noon,
     joined({before_noon, after_noon, no_date}),
     R"("1628683200")",
     equivalent},
    {"DateNotEquals", noon, joined({before_noon, after_noon, no_date}), at_noon, one, mixed},
    {"DateLessThan", noon, before_noon, joined({at_noon, after_noon, no_date}), one, broader},
    {"DateLessThanEquals",
     noon,
     joined({at_noon, before_noon}),
     joined({after_noon, no_date}),
     one,
     broader},
    {"DateGreaterThan", noon, after_noon, joined({at_noon, before_noon, no_date}), one, narrower},
    {"DateGreaterThanEquals",
     noon,
     joined({at_noon, after_noon}),
     joined({before_noon, no_date}),
     one,
     narrower},
    {"Bool", "true", {"true", "True"}, {"false", "yes", "1", ""}, R"(["true", "false"])", broader},
    {"BinaryEquals", R"("QUI=")", {"QUI=", "QUJ="}, {"QUJD", "qui=", "AB"}, R"("QUJD")", mixed},
    {"IpAddress",
     R"("10.1.2.0/24")",
     inside,
     joined({outside, no_address}),
     R"("10.1.0.0/16")",
     broader},
    {"NotIpAddress",
     R"("10.1.2.0/24")",
     joined({outside, no_address}),
     inside,
     R"("10.1.0.0/16")",
     narrower},
    {"Null", R"("false")", {"a", ""}, {}, R"("true")", mixed},
};

policy::Document allowed_when(const std::string& comparison, const std::string& value) {
    return document_of(
        document_with(R"({"Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": {")" +
                      comparison + R"(": {"k:a": )" + value + "}}}"));
}

// Whether a test holds for these values of its key.
bool holds(const std::string& comparison, const std::string& tested, const Values& values) {
    const policy::Document document = allowed_when(comparison, tested);
    const Request request{"a:b", "*", {{"k:a", values}}, {}};
    return evaluate(Compiled(document), request).outcome == Outcome::allow;
}

bool is_negated(const Row& row) {
    return row.name.find("Not") != std::string::npos;
}

// What the comparer says, with each request held to the evaluator.
Verdict compared(const policy::Document& before, const policy::Document& after) {
    const Access access = diff::compare(before, after).access;
    const auto allows = [](const policy::Document& document, const Request& request) {
        return evaluate(Compiled(document), request).outcome == Outcome::allow;
    };
    for (const Witness& witness : access.gained) {
        CHECK(allows(after, witness.request));
        CHECK_FALSE(allows(before, witness.request));
    }
    for (const Witness& witness : access.lost) {
        CHECK(allows(before, witness.request));
        CHECK_FALSE(allows(after, witness.request));
    }
    return access.verdict;
}

TEST_CASE("every operator has a row") {
    const std::ifstream file(POLHIST_SOURCE_ROOT "/src/engine/access/operator.cpp");
    std::ostringstream source;
    source << file.rdbuf();
    const std::string text = source.str();
    std::set<std::string> known;
    constexpr std::string_view start = "Name{\"";
    for (std::size_t at = text.find(start); at != std::string::npos; at = text.find(start, at)) {
        at += start.size();
        known.insert(text.substr(at, text.find('"', at) - at));
    }
    std::set<std::string> tested;
    for (const Row& row : rows) {
        tested.insert(policy::folded(row.name));
    }
    CHECK(known.size() == 27);
    CHECK(tested == known);
}

TEST_CASE("every operator holds on one side of its bounds and not on the other") {
    for (const Row& row : rows) {
        CAPTURE(row.name);
        for (const std::string& value : row.good) {
            CAPTURE(value);
            CHECK(holds(row.name, row.tested, {value}));
        }
        for (const std::string& value : row.bad) {
            CAPTURE(value);
            CHECK_FALSE(holds(row.name, row.tested, {value}));
        }
        CHECK(holds(row.name, row.tested, {}) == is_negated(row));
    }
    CHECK(holds("Null", R"("true")", {}));
    CHECK_FALSE(holds("Null", R"("true")", {"a"}));
}

TEST_CASE("every operator with IfExists holds for no value, and else as without") {
    for (const Row& row : rows) {
        if (row.name == "Null") {
            continue;
        }
        CAPTURE(row.name);
        const std::string lenient = row.name + "IfExists";
        CHECK(holds(lenient, row.tested, {}));
        CHECK(holds(lenient, row.tested, {row.good.front()}));
        CHECK_FALSE(holds(lenient, row.tested, {row.bad.front()}));
        const Verdict verdict =
            compared(allowed_when(row.name, row.tested), allowed_when(lenient, row.tested));
        CHECK(verdict == (is_negated(row) ? equivalent : broader));
    }
}

TEST_CASE("every operator on a set") {
    for (const Row& row : rows) {
        if (row.name == "Null") {
            continue;
        }
        CAPTURE(row.name);
        const std::string& good = row.good.front();
        const std::string& bad = row.bad.front();
        const std::string all = "ForAllValues:" + row.name;
        CHECK(holds(all, row.tested, {}));
        CHECK(holds(all, row.tested, {good}));
        CHECK_FALSE(holds(all, row.tested, {good, bad}));
        const std::string any = "ForAnyValue:" + row.name;
        CHECK_FALSE(holds(any, row.tested, {}));
        CHECK(holds(any, row.tested, {good, bad}));
        CHECK_FALSE(holds(any, row.tested, {bad}));
    }
}

TEST_CASE("every operator with another value, both ways") {
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const policy::Document before = allowed_when(row.name, row.tested);
        const policy::Document after = allowed_when(row.name, row.other);
        const Verdict back = row.verdict == broader    ? narrower
                             : row.verdict == narrower ? broader
                                                       : row.verdict;
        CHECK(compared(before, after) == row.verdict);
        CHECK(compared(after, before) == back);
        CHECK(compared(before, before) == equivalent);
    }
}

TEST_CASE("another spelling of a value is no other value, where the operator reads it") {
    struct Spelling {
        std::string name, one, other;
    };

    const Spelling spellings[] = {
        {"NumericLessThan", "5", R"("5.0")"},
        {"NumericGreaterThanEquals", "5", R"("50e-1")"},
        {"DateLessThan", noon, R"("2021-08-11T14:00:00+02:00")"},
        {"DateGreaterThanEquals", noon, R"("1628683200")"},
        {"Bool", "true", R"("TRUE")"},
        {"BoolIfExists", "false", R"("False")"},
        {"IpAddress", R"("10.1.2.7")", R"("10.1.2.7/32")"},
        {"IpAddress", R"("10.1.2.0/24")", R"("10.1.2.99/24")"},
        {"NotIpAddress", R"("2001:db8::/32")", R"("2001:DB8:0::/32")"},
        {"StringEqualsIgnoreCase", R"("Ab")", R"("aB")"},
    };
    for (const Spelling& spelling : spellings) {
        CAPTURE(spelling.name);
        CAPTURE(spelling.other);
        const policy::Document before = allowed_when(spelling.name, spelling.one);
        const policy::Document after = allowed_when(spelling.name, spelling.other);
        CHECK(compared(before, after) == equivalent);
        CHECK(compared(after, before) == equivalent);
    }
}

TEST_CASE("operators that differ in their bound, in letter case or in wildcards") {
    struct Pair {
        std::string before, after, value;
        Verdict verdict;
    };

    const Pair pairs[] = {
        {"NumericLessThan", "NumericLessThanEquals", "5", broader},
        {"NumericGreaterThan", "NumericGreaterThanEquals", "5", broader},
        {"NumericEquals", "NumericLessThanEquals", "5", broader},
        {"NumericEquals", "NumericGreaterThanEquals", "5", broader},
        {"NumericEquals", "NumericLessThan", "5", mixed},
        {"NumericEquals", "NumericGreaterThan", "5", mixed},
        {"NumericLessThan", "NumericGreaterThanEquals", "5", mixed},
        {"NumericNotEquals", "NumericLessThan", "5", narrower},
        {"DateLessThan", "DateLessThanEquals", noon, broader},
        {"DateGreaterThan", "DateGreaterThanEquals", noon, broader},
        {"DateEquals", "DateLessThanEquals", noon, broader},
        {"DateEquals", "DateGreaterThanEquals", noon, broader},
        {"DateEquals", "DateLessThan", noon, mixed},
        {"DateEquals", "DateGreaterThan", noon, mixed},
        {"DateNotEquals", "DateGreaterThan", noon, narrower},
        {"StringEquals", "StringEqualsIgnoreCase", R"("a")", broader},
        {"StringNotEquals", "StringNotEqualsIgnoreCase", R"("a")", narrower},
        {"StringEquals", "StringLike", R"("a")", equivalent},
        {"StringEquals", "StringLike", R"("a*")", broader},
        {"StringNotEquals", "StringNotLike", R"("a*")", narrower},
        {"StringEquals", "StringNotEquals", R"("a")", mixed},
        {"StringLike", "StringNotLike", R"("a*")", mixed},
        {"ArnEquals", "ArnLike", topic, equivalent},
        {"ArnNotEquals", "ArnNotLike", topic, equivalent},
        {"ArnLike", "ArnNotLike", topic, mixed},
        {"IpAddress", "NotIpAddress", R"("10.1.2.0/24")", mixed},
    };
    for (const Pair& pair : pairs) {
        CAPTURE(pair.before);
        CAPTURE(pair.after);
        CAPTURE(pair.value);
        CHECK(compared(allowed_when(pair.before, pair.value),
                       allowed_when(pair.after, pair.value)) == pair.verdict);
    }
}

} // namespace
} // namespace polhist::access
