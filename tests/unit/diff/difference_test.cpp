#include "diff/difference.h"
#include "documents.h"

#include <doctest/doctest.h>

namespace polhist::diff {
namespace {

void append(std::vector<std::string>& lines,
            std::string_view sign,
            std::string_view told,
            const std::vector<Change>& changes) {
    for (const Change& change : changes) {
        lines.push_back(std::string(sign) + std::string(told) + spelt(change.grant));
    }
}

// How a difference tells its changes: `+action Allow s3:List on *`, in the order of the tellings.
std::vector<std::string> told(std::string_view before, std::string_view after) {
    const policy::Document old_document = document_of(document_with(before));
    const policy::Document new_document = document_of(document_with(after));
    const Difference difference = compare(old_document, new_document);
    std::vector<std::string> lines;
    append(lines, "+", "action ", difference.actions.added);
    append(lines, "-", "action ", difference.actions.removed);
    append(lines, "+", "resource ", difference.resources.added);
    append(lines, "-", "resource ", difference.resources.removed);
    append(lines, "+", "condition ", difference.conditions.added);
    append(lines, "-", "condition ", difference.conditions.removed);
    std::size_t rewritten = 0;
    for (const Rewrite& rewrite : difference.rewrites) {
        append(lines, "<", "", rewrite.from);
        append(lines, ">", "", rewrite.to);
        rewritten += rewrite.from.size() + rewrite.to.size();
    }
    CHECK(difference.grants.size() == difference.actions.size() + difference.resources.size() +
                                          difference.conditions.size() + rewritten);
    CHECK(difference.grants.empty() == lines.empty());
    return lines;
}

using Lines = std::vector<std::string>;

struct Row {
    std::string_view before;
    std::string_view after;
    Lines lines;
};

constexpr std::string_view get = R"({"Effect": "Allow", "Action": "s3:Get", "Resource": "arn:a"})";
constexpr std::string_view get_if =
    R"({"Effect": "Allow", "Action": "s3:Get", "Resource": "arn:a",
        "Condition": {"Bool": {"k": true}}})";

TEST_CASE("each change is told as an action, a resource or a condition") {
    const Row rows[] = {
        {get, get, {}},
        {"", get, {"+action Allow s3:Get on arn:a"}},
        {get, "", {"-action Allow s3:Get on arn:a"}},
        {get,
         R"({"Effect": "Deny", "Action": "s3:Get", "Resource": "arn:a"})",
         {"+action Deny s3:Get on arn:a", "-action Allow s3:Get on arn:a"}},
        {get,
         R"({"Effect": "Allow", "Action": "S3:GET", "Resource": ["arn:a", "arn:b"]})",
         {"+resource Allow S3:GET on arn:b"}},
        {R"({"Effect": "Allow", "Action": "s3:Get", "Resource": ["arn:a", "arn:b"]})",
         R"({"Effect": "Allow", "Action": "s3:Get", "Resource": ["arn:a", "arn:A"]})",
         {"+resource Allow s3:Get on arn:A", "-resource Allow s3:Get on arn:b"}},
        {get,
         R"({"Effect": "Allow", "Action": "s3:Get", "NotResource": "arn:a"})",
         {"+resource Allow s3:Get on not(arn:a)", "-resource Allow s3:Get on arn:a"}},
        {R"({"Effect": "Allow", "NotAction": ["a:a", "b:b"], "Resource": "*"})",
         R"({"Effect": "Allow", "NotAction": ["b:b", "c:c", "a:a"], "Resource": "*"})",
         {"+action Allow not(a:a,b:b,c:c) on *", "-action Allow not(a:a,b:b) on *"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.before);
        CAPTURE(row.after);
        CHECK(told(row.before, row.after) == row.lines);
    }
}

TEST_CASE("other conditions on an action and resource that were there") {
    const std::string both = std::string(get) + "," + std::string(get_if);
    const Row rows[] = {
        {get, both, {"+condition Allow s3:Get on arn:a if Bool k [true]"}},
        {both, get, {"-condition Allow s3:Get on arn:a if Bool k [true]"}},
        {get, get_if, {"<Allow s3:Get on arn:a", ">Allow s3:Get on arn:a if Bool k [true]"}},
        {get_if,
         R"({"Effect": "Allow", "Action": "s3:get", "Resource": "arn:a",
             "Condition": {"Bool": {"k": false}}},
            {"Effect": "Allow", "Action": "s3:get", "Resource": "arn:a",
             "Condition": {"Null": {"k": false}}})",
         {"<Allow s3:Get on arn:a if Bool k [true]",
          ">Allow s3:get on arn:a if Bool k [false]",
          ">Allow s3:get on arn:a if Null k [false]"}},
        {R"({"Effect": "Allow", "Action": "s:a", "Principal": {"AWS": "x"}})",
         R"({"Effect": "Allow", "Action": "s:a", "Principal": {"AWS": "y"}})",
         {"<Allow s:a by AWS=x", ">Allow s:a by AWS=y"}},
        {R"({"Effect": "Allow", "Action": "s:a", "Principal": "*"})",
         R"({"Effect": "Allow", "Action": "s:a", "Principal": {"AWS": "*"}})",
         {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.before);
        CAPTURE(row.after);
        CHECK(told(row.before, row.after) == row.lines);
    }
}

TEST_CASE("rewrites are told pair by pair, the rest stays beside them") {
    constexpr std::string_view before =
        R"({"Effect": "Allow", "Action": ["s:a", "s:b", "s:c", "s:d"], "Resource": "*"},
           {"Effect": "Allow", "Action": "s:a", "Resource": "*",
            "Condition": {"Bool": {"gone": true}}})";
    constexpr std::string_view after =
        R"({"Effect": "Allow", "Action": ["s:a", "s:c"], "Resource": "*"},
           {"Effect": "Allow", "Action": ["s:b", "s:d"], "Resource": "*",
            "Condition": {"Bool": {"new": true}}},
           {"Effect": "Allow", "Action": "s:c", "Resource": "*",
            "Condition": {"Bool": {"more": true}}})";
    CHECK(told(before, after) == Lines{"+condition Allow s:c on * if Bool more [true]",
                                       "-condition Allow s:a on * if Bool gone [true]",
                                       "<Allow s:b on *",
                                       ">Allow s:b on * if Bool new [true]",
                                       "<Allow s:d on *",
                                       ">Allow s:d on * if Bool new [true]"});
}

TEST_CASE("a change says whether the other side surely lacked it") {
    const policy::Document before =
        document_of(document_with(R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"})"));
    const policy::Document after = document_of(document_with(
        R"({"Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject", "s3:List"],
            "Resource": "*"})"));
    const Difference difference = compare(before, after);
    REQUIRE(difference.grants.added.size() == 2);
    CHECK(spelt(difference.grants.added[0].grant) == "Allow s3:GetObject on *");
    CHECK(difference.grants.added[0].covered != false);
    CHECK(spelt(difference.grants.added[1].grant) == "Allow s3:List on *");
    CHECK(difference.grants.added[1].covered == false);
}

TEST_CASE("a difference is quiet when the grants are the same and that is proven") {
    const auto quiet = [](std::string_view before, std::string_view after) {
        const policy::Document old_document = document_of(before);
        const policy::Document new_document = document_of(after);
        return is_quiet(compare(old_document, new_document));
    };
    const std::string plain = document_with(get);
    CHECK(quiet(plain, plain));
    CHECK(quiet(plain, R"({"Statement": )" + std::string(get) + "}"));
    CHECK_FALSE(quiet(plain, document_with(get_if)));
    const std::string variable = R"({"Effect": "Allow", "Action": "a:b", "Resource": "arn:${x}"})";
    CHECK(quiet(document_with(variable), document_with(variable)));
    CHECK_FALSE(quiet(document_with(variable), R"({"Statement": )" + variable + "}"));
}

TEST_CASE("a difference says in which language each side is written") {
    const policy::Document before = document_of(R"({"Statement": []})");
    const policy::Document after = document_of(R"({"Version": "2012-10-17", "Statement": []})");
    const Difference difference = compare(before, after);
    CHECK(difference.from_language == policy::Language::v2008);
    CHECK(difference.to_language == policy::Language::v2012);
}

} // namespace

TEST_CASE("a pattern is covered only where the other document allows all of it") {
    const policy::Document before = document_of(
        document_with(R"({"Effect": "Allow", "Action": ["a:*", "d:Get*"], "Resource": "*"})"));
    const policy::Document after = document_of(document_with(
        R"({"Effect": "Allow", "Action": ["a:*", "b:Get*", "c:*", "d:GetA*", "d:Get*"],)"
        R"( "Resource": "*"})"));
    const Difference difference = compare(before, after);
    REQUIRE(difference.grants.added.size() == 3);
    CHECK(difference.grants.added[0].covered == false);
    CHECK(difference.grants.added[1].covered == false);
    CHECK(difference.grants.added[2].covered == true);
    CHECK(difference.grants.added[2].covered_by.size() == 1);
}

} // namespace polhist::diff
