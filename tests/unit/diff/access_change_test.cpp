#include "diff/access_change.h"
#include "documents.h"

#include <doctest/doctest.h>

namespace polhist::diff {
namespace {

// `now allowed Statement[0]: s3:Get on *, shared s3:Put`, one line for each change.
std::vector<std::string> changed(std::string_view before, std::string_view after) {
    const policy::Document old_document = document_of(document_with(before));
    const policy::Document new_document = document_of(document_with(after));
    const Difference difference = compare(old_document, new_document);
    std::vector<std::string> lines;
    for (const AccessChange& change : access_changes(difference)) {
        std::string line = std::string(name_of(change.move)) + " " +
                           policy::label_of(*change.witness->statement) + ":";
        for (const Change* one : change.brought.grants) {
            line += " " + spelt(one->grant) + ",";
        }
        for (const Change* one : change.brought.partly) {
            line += " partly " + spelt(one->grant) + ",";
        }
        for (const std::string& action : change.actions) {
            line += " shared " + action + ",";
        }
        lines.push_back(line + (change.is_whole() ? " whole" : ""));
    }
    return lines;
}

std::string allow(std::string_view actions) {
    return R"({"Effect": "Allow", "Resource": "*", "Action": )" + std::string(actions) + "}";
}

std::string deny(std::string_view actions) {
    return R"({"Effect": "Deny", "Resource": "*", "Action": )" + std::string(actions) + "}";
}

using Lines = std::vector<std::string>;

TEST_CASE("a change has all that its statement brought") {
    struct Row {
        std::string before;
        std::string after;
        Lines lines;
    };

    const Row rows[] = {
        {allow(R"("s3:Get")"), allow(R"("s3:Get")"), {}},
        {allow(R"("s3:Get")"),
         allow(R"(["s3:Get", "s3:Put"])"),
         {"now allowed Statement[0]: Allow s3:Put on *, whole"}},
        {allow(R"("s3:Get")"),
         allow(R"(["s3:Get", "s3:Put", "s3:List"])"),
         {"now allowed Statement[0]: Allow s3:List on *, Allow s3:Put on *,"}},
        // What was allowed in full is not new.
        {allow(R"("s3:G*")"),
         allow(R"(["s3:Get", "s3:Put", "s3:G*"])"),
         {"now allowed Statement[0]: Allow s3:Put on *, whole"}},
        {allow(R"(["s3:Get", "s3:Put"])"),
         allow(R"("s3:Get")"),
         {"no longer allowed Statement[0]: Allow s3:Put on *, whole"}},
        // Allowed before under a condition.
        {R"({"Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Condition": {"Bool": {"k": true}}})",
         allow(R"("s3:Get")"),
         {"now allowed Statement[0]: partly Allow s3:Get on *,"}},
        // Only denied.
        {allow(R"("s3:Get")"),
         allow(R"("s3:Get")") + "," + deny(R"("ec2:Run")"),
         {"now denied Statement[1]: Deny ec2:Run on *, whole"}},
        {allow(R"("s3:Get")") + "," + deny(R"(["ec2:Run", "ec2:Stop"])"),
         allow(R"("s3:Get")"),
         {"no longer denied Statement[1]: Deny ec2:Run on *, Deny ec2:Stop on *,"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.after);
        CHECK(changed(row.before, row.after) == row.lines);
    }
}

TEST_CASE("where only a Deny came or went, a change has what it shares with the Allow") {
    const std::string denied = deny(R"(["s3:Get", "s3:Put*", "iam:*"])");
    CHECK(changed(allow(R"("s3:*")") + "," + denied, allow(R"("s3:*")")) ==
          Lines{"now allowed Statement[0]: shared s3:Get, shared s3:Put*,",
                "no longer denied Statement[1]: Deny iam:* on *, Deny s3:Get on *, Deny s3:Put* on "
                "*,"});
    const std::string all_but =
        R"({"Effect": "Deny", "Resource": "*", "NotAction": ["s3:List", "ec2:*"]})";
    const std::string some = allow(R"(["s3:List", "s3:Get", "s3:Put"])");
    CHECK(changed(some, some + "," + all_but).front() ==
          "no longer allowed Statement[0]: shared s3:Get, shared s3:Put,");
}

TEST_CASE("what was not decided is told once") {
    const policy::Document before = document_of(document_with(""));
    const policy::Document after = document_of(document_with(
        R"({"Effect": "Deny", "Resource": "*", "Action": "*", "Condition": {"X": {"k": "v"}}})"));
    const Difference difference = compare(before, after);
    CHECK(difference.access.doubts.size() == 1);
    CHECK(difference.access.denies.doubts.size() == 1);
    CHECK(doubts_of(difference.access).size() == 1);
}

} // namespace
} // namespace polhist::diff
