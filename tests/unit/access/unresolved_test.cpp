#include "access/unresolved.h"
#include "documents.h"

#include <doctest/doctest.h>

namespace polhist::access {
namespace {

// The verdict and how many requests and doubts there are: `broader 1 0 0`.
std::string answer(std::string_view before, std::string_view after) {
    const policy::Document old_document = document_of(document_with(before));
    const policy::Document new_document = document_of(document_with(after));
    const Access access = compare_unresolved(old_document, new_document, usual_budget);
    for (const Witness& witness : access.gained) {
        CHECK(witness.statement == &new_document.statements[witness.statement->index]);
    }
    for (const Witness& witness : access.lost) {
        CHECK(witness.statement == &old_document.statements[witness.statement->index]);
    }
    return std::string(name_of(access.verdict)) + " " + std::to_string(access.gained.size()) + " " +
           std::to_string(access.lost.size()) + " " + std::to_string(access.doubts.size());
}

constexpr std::string_view get =
    R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})";
constexpr std::string_view put =
    R"({"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"})";

std::string open(std::string_view effect, std::string_view action, std::string_view piece) {
    return std::string(R"({"Effect": ")") + std::string(effect) + R"(", "Action": ")" +
           std::string(action) + R"(", "Resource": "*", "Condition": {"Unresolved": )" +
           R"({"Resource": ")" + std::string(piece) + R"("}}})";
}

std::string both(std::string_view first, std::string_view second) {
    return std::string(first) + "," + std::string(second);
}

// What is denied, and overall: `more 1 0 0, narrower`.
std::string denials(std::string_view before, std::string_view after) {
    const policy::Document old_document = document_of(document_with(before));
    const policy::Document new_document = document_of(document_with(after));
    const Access access = compare_unresolved(old_document, new_document, usual_budget);
    const Denials& denies = access.denies;
    for (const Witness& witness : denies.more) {
        CHECK(witness.statement == &new_document.statements[witness.statement->index]);
    }
    return std::string(name_of(denies.verdict)) + " " + std::to_string(denies.more.size()) + " " +
           std::to_string(denies.less.size()) + " " + std::to_string(denies.doubts.size()) + ", " +
           std::string(name_of(access.overall));
}

} // namespace

TEST_CASE("pieces that are the same on both sides leave what is certain") {
    const std::string same = open("Allow", "s3:*", "Ref A");
    CHECK(answer(same, same) == "equivalent 0 0 0");
    CHECK(answer(both(get, same), both(same, get)) == "equivalent 0 0 0");
    // Out of reach of the piece: proven.
    const std::string other = open("Allow", "ec2:*", "Ref A");
    CHECK(answer(both(get, other), both(both(get, put), other)) == "broader 1 0 0");
    CHECK(answer(both(both(get, put), other), both(get, other)) == "narrower 0 1 0");
    // Within its reach the old document may allow the same already.
    CHECK(answer(both(get, same), both(both(get, put), same)) == "undecided 0 0 1");
    // A Deny with a piece may take away what comes.
    const std::string deny = open("Deny", "s3:PutObject", "Ref A");
    CHECK(answer(both(get, deny), both(both(get, put), deny)) == "undecided 0 0 1");
}

TEST_CASE("a Deny that comes or goes counts for what pieces may allow") {
    constexpr std::string_view deny =
        R"({"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"})";
    const std::string within = open("Allow", "s3:*", "Ref A");
    CHECK(answer(both(within, deny), within) == "undecided 0 0 1");
    CHECK(answer(within, both(within, deny)) == "undecided 0 0 1");
    const std::string beyond = open("Allow", "ec2:*", "Ref A");
    CHECK(answer(both(beyond, deny), beyond) == "equivalent 0 0 0");
    // What one Deny takes and another gives back.
    constexpr std::string_view wider = R"({"Effect": "Deny", "Action": "s3:P*", "Resource": "*"})";
    CHECK(answer(both(both(within, deny), wider), both(within, wider)) == "equivalent 0 0 0");
}

TEST_CASE("pieces that differ are doubts") {
    CHECK(answer(open("Allow", "s3:*", "Ref A"), open("Allow", "s3:*", "Ref B")) ==
          "undecided 0 0 2");
    CHECK(answer(get, both(get, open("Allow", "s3:*", "Ref B"))) == "undecided 0 0 1");
    CHECK(answer(both(get, open("Deny", "s3:*", "Ref B")), get) == "undecided 0 0 1");
    // What is certain is said beside them.
    CHECK(answer(get, both(both(get, put), open("Allow", "ec2:*", "Ref B"))) == "undecided 1 0 1");
}

TEST_CASE("what is denied is compared out of reach of pieces") {
    constexpr std::string_view deny =
        R"({"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"})";
    const std::string same = open("Deny", "ec2:*", "Ref A");
    const std::string other = open("Deny", "ec2:*", "Ref B");
    CHECK(denials(both(get, same), both(same, get)) == "same 0 0 0, equivalent");
    CHECK(denials(same, both(same, deny)) == "more 1 0 0, narrower");
    CHECK(denials(both(same, deny), same) == "less 0 1 0, broader");
    // Within reach of a piece it may have been denied before.
    const std::string within = open("Deny", "s3:*", "Ref A");
    CHECK(denials(within, both(within, deny)) == "undecided 0 0 1, undecided");
    CHECK(denials(both(within, deny), within) == "undecided 0 0 1, undecided");
    // Whatever an open Allow allows, it denies nothing.
    const std::string allow = open("Allow", "s3:*", "Ref A");
    CHECK(denials(allow, both(allow, deny)) == "more 1 0 0, narrower");
    CHECK(denials(get, both(get, open("Allow", "ec2:*", "Ref A"))) == "same 0 0 0, undecided");
    // A Deny with a piece that comes can only deny more, and one that goes only less.
    CHECK(denials(get, both(get, other)) == "undecided 0 0 1, undecided");
    CHECK(denials(same, other) == "undecided 0 0 2, undecided");
    CHECK(denials(deny, other) == "undecided 0 1 1, undecided");
    CHECK(denials(both(get, deny), both(both(get, put), same)) == "undecided 0 1 1, undecided");
    CHECK(denials(both(get, same), both(both(get, put), deny)) == "undecided 1 0 1, undecided");
}

TEST_CASE("overall is known where doubts are of a direction that was shown") {
    // A Deny with a piece that goes may leave more; so does the Allow that came.
    const std::string deny = open("Deny", "ec2:*", "Ref A");
    CHECK(answer(both(get, deny), both(get, put)) == "undecided 1 0 1");
    CHECK(denials(both(get, deny), both(get, put)) == "undecided 0 0 1, broader");
    CHECK(denials(both(get, put), both(get, deny)) == "undecided 0 0 1, narrower");
    CHECK(denials(get, both(get, deny)) == "undecided 0 0 1, undecided");
}

} // namespace polhist::access
