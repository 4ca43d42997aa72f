#include "given.h"
#include "ledger/rows.h"

#include <doctest/doctest.h>

namespace polhist::ledger {
namespace {

using given::allowing;

struct Row {
    std::string_view name;
    std::vector<given::Version> versions;
    std::vector<Update> updates;
    std::vector<std::string> findings;
};

Update update(std::string date, std::string description) {
    return {std::move(date), "P", "Update to an existing policy", std::move(description)};
}

// What a policy was at first, and with one more action.
const std::string one = allowing(R"("ec2:DescribeImages")");
const std::string two = allowing(R"("ec2:DescribeImages", "ec2:DescribeSnapshots")");
const std::string three =
    allowing(R"("ec2:DescribeImages", "ec2:DescribeSnapshots", "sns:Publish")");

const given::Version first{"v7", "2021-01-01T00:00:00Z", one};
const given::Version second{"v8", "2021-06-10T12:00:00Z", two};
const given::Version third{"v9", "2021-07-10T12:00:00Z", three};

void check(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const given::Policy policy("P", row.versions);
        const std::vector<Subject> subjects{policy.subject()};
        Ledger ledger{"", "2021-04-02", row.updates, {}};
        ledger.prose.push_back({"P", "", "", {}});
        CHECK(given::brief(audit(ledger, subjects)) == row.findings);
    }
}

TEST_CASE("an update that names what changed on its day is right") {
    check({
        {"by name", {first, second}, {update("2021-06-10", "Added ec2:DescribeSnapshots.")}, {}},
        {"by another case", {first, second}, {update("2021-06-10", "EC2:describesnapshots")}, {}},
        {"by a pattern", {first, second}, {update("2021-06-10", "(`ec2:Describe*`)")}, {}},
        {"in two rows",
         {first, {"v9", "2021-06-10T12:00:00Z", three}},
         {update("2021-06-10", "ec2:DescribeSnapshots"), update("2021-06-10", "sns:Publish")},
         {}},
        {"one of which names nothing",
         {first, second},
         {update("2021-06-10", "ec2:DescribeSnapshots"), update("2021-06-10", "to fix things")},
         {}},
        {"two versions of one day",
         {first, {"v8", "2021-06-10T01:00:00Z", two}, {"v9", "2021-06-10T02:00:00Z", three}},
         {update("2021-06-10", "ec2:DescribeSnapshots, sns:Publish")},
         {}},
        {"and something that was there before",
         {first, second},
         {update("2021-06-10", "ec2:DescribeSnapshots, like ec2:DescribeImages")},
         {}},
        {"a new policy needs no names",
         {{"v1", "2021-06-10T00:00:00Z", one}},
         {update("2021-06-10", "New policy")},
         {}},
    });
}

TEST_CASE("changes that no update names") {
    check({
        {"no update at all", {first, second}, {}, {"2021-06-10 undocumented v8"}},
        {"an update of another policy",
         {first, second},
         {{"2021-06-10", "Q", "", "ec2:DescribeSnapshots"}},
         {"2021-06-10 undocumented v8"}},
        {"before changes were tracked",
         {{"v6", "2020-01-01T00:00:00Z", one}, {"v7", "2021-04-02T12:00:00Z", two}},
         {},
         {}},
        {"the first version known", {second}, {}, {}},
        {"the same grants", {first, {"v8", "2021-06-10T00:00:00Z", one}}, {}, {}},
        {"an action added",
         {first, third},
         {update("2021-07-10", "sns:Publish")},
         {"2021-07-10 undocumented ec2:DescribeSnapshots"}},
        {"an action removed",
         {{"v7", "2021-01-01T00:00:00Z", three}, {"v8", "2021-06-10T00:00:00Z", one}},
         {update("2021-06-10", "sns:Publish")},
         {"2021-06-10 undocumented ec2:DescribeSnapshots"}},
        {"another resource",
         {first,
          {"v8",
           "2021-06-10T00:00:00Z",
           allowing(R"("ec2:DescribeImages", "sns:Publish")", R"("Resource": "arn:aws:x:::y")")}},
         {update("2021-06-10", "sns:Publish")},
         {"2021-06-10 undocumented ec2:DescribeImages"}},
        {"more than the action named",
         {first, {"v8", "2021-06-10T00:00:00Z", allowing(R"("ec2:DescribeImages", "sns:*")")}},
         {update("2021-06-10", "sns:Publish")},
         {"2021-06-10 undocumented sns:*"}},
        {"what a NotAction leaves",
         {first,
          {"v8",
           "2021-06-10T00:00:00Z",
           R"({"Statement": [{"Effect": "Allow", "NotAction": ["b:B", "a:A"], "Resource": "*"},
               {"Effect": "Allow", "Action": "ec2:DescribeImages", "Resource": "*"}]})"}},
         {update("2021-06-10", "ec2:DescribeImages")},
         {"2021-06-10 undocumented NotAction a:A, b:B"}},
    });
}

TEST_CASE("an unnamed action is told with what became of it") {
    const given::Policy policy("P",
                               {{"v7", "2021-01-01T00:00:00Z", allowing(R"("a:Old", "a:Same")")},
                                {"v8",
                                 "2021-06-10T00:00:00Z",
                                 allowing(R"("a:New", "a:Same")", R"("Resource": "arn:x")")}});
    const std::vector<Subject> subjects{policy.subject()};
    const Ledger ledger{"", "2021-04-02", {update("2021-06-10", "a:O*, a:Nothing")}, {}};
    std::vector<std::string> messages;
    for (const Finding& finding : audit(ledger, subjects)) {
        messages.push_back(finding.message);
    }
    const std::string end = "; the update documented for 2021-06-10 does not name it";
    CHECK(messages ==
          std::vector<std::string>{
              "v8 added `a:New`" + end,
              "v8 changed what is granted by `a:Same`" + end,
              "the update names `a:Nothing`, which neither v8 nor the version before it has"});
    const given::Policy back(
        "P", {{"v7", "2021-01-01T00:00:00Z", two}, {"v8", "2021-06-10T00:00:00Z", one}});
    const std::vector<Subject> narrowed{back.subject()};
    const auto findings =
        audit({"", "2021-04-02", {update("2021-06-10", "ec2:DescribeImages")}, {}}, narrowed);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].message == "v8 removed `ec2:DescribeSnapshots`" + end);
}

TEST_CASE("names that the documents do not have") {
    check({
        {"nearly one that came, twice",
         {first, second},
         {update("2021-06-10", "ec2:DescribeSnapshotts. Call ec2:DescribeSnapshotts")},
         {"2021-06-10 misspelt ec2:DescribeSnapshotts"}},
        {"nearly one that was there",
         {first, second},
         {update("2021-06-10", "ec2:DescribeSnapshots, ec2:DescribeImagess")},
         {"2021-06-10 misspelt ec2:DescribeImagess"}},
        {"like nothing",
         {first, second},
         {update("2021-06-10", "ec2:DescribeSnapshots, s3:GetObject")},
         {"2021-06-10 not-found s3:GetObject"}},
    });
}

TEST_CASE("a misspelt name is taken for what changed before what was there") {
    const given::Policy policy(
        "P",
        {{"v7", "2021-01-01T00:00:00Z", allowing(R"("a:GetThings1")")},
         {"v8", "2021-06-10T00:00:00Z", allowing(R"("a:GetThings1", "a:GetThings2")")}});
    const std::vector<Subject> subjects{policy.subject()};
    const auto findings =
        audit({"", "2021-04-02", {update("2021-06-10", "a:GetThings3")}, {}}, subjects);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].message ==
          "the update names `a:GetThings3`; the documents have `a:GetThings2`");
}

TEST_CASE("an update that names no action") {
    check({{"new permissions",
            {first, second},
            {update("2021-06-10", "Added new permissions (aws:RequestTag, https://example.org).")},
            {"2021-06-10 unspecified v8"}}});
    const given::Policy policy(
        "P",
        {first, {"v8", "2021-06-10T12:00:00Z", allowing(R"("a:1", "a:2", "a:3", "a:4", "a:5")")}});
    const std::vector<Subject> subjects{policy.subject()};
    const auto findings = audit({"", "2021-04-02", {update("2021-06-10", "")}, {}}, subjects);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].message ==
          "the update documented for 2021-06-10 names no action; v8 added `a:1` on `*`, added "
          "`a:2` on `*`, added `a:3` on `*`, added `a:4` on `*`, added `a:5` on `*` and 1 more");
}

TEST_CASE("updates of another day than their version's") {
    check({
        {"earlier",
         {first, second},
         {update("2021-05-25", "ec2:DescribeSnapshots")},
         {"2021-05-25 misdated v8"}},
        {"later, and naming nothing",
         {first, second},
         {update("2021-06-11", "")},
         {"2021-06-10 unspecified v8", "2021-06-11 misdated v8"}},
        {"nearer to another version than to the one it names",
         {first, second, third},
         {update("2021-06-12", "sns:Publish"), update("2021-06-10", "ec2:DescribeSnapshots")},
         {"2021-06-12 misdated v9"}},
        {"nearest where it names nothing",
         {first, second, third},
         {update("2021-07-11", ""), update("2021-06-10", "ec2:DescribeSnapshots")},
         {"2021-07-10 unspecified v9", "2021-07-11 misdated v9"}},
        {"sixty days away",
         {first, second},
         {update("2021-08-09", "ec2:DescribeSnapshots")},
         {"2021-08-09 misdated v8"}},
        {"farther from any version",
         {first, second},
         {update("2021-08-10", "ec2:DescribeSnapshots")},
         {"2021-06-10 undocumented v8", "2021-08-10 misdated 2021-08-10"}},
        {"before what is known", {second}, {update("2021-05-01", "sns:Publish")}, {}},
        {"a new policy",
         {{"v1", "2021-06-10T00:00:00Z", one}},
         {update("2021-06-12", "New policy")},
         {"2021-06-12 misdated v1"}},
    });
}

} // namespace
} // namespace polhist::ledger
