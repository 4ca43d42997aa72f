#include "documents.h"
#include "output/proof.h"

#include <doctest/doctest.h>

namespace polhist::output {
namespace {

using access::Request;

TEST_CASE("a verdict says the one of the document alone where that is another") {
    access::Access access;
    access.verdict = access::Verdict::broader;
    access.overall = access::Verdict::broader;
    CHECK(verdict_phrase(access) == "broader");
    access.verdict = access::Verdict::equivalent;
    CHECK(verdict_phrase(access) == "broader (alone: equivalent)");
}

TEST_CASE("a request in words") {
    const Request request{"s3:Get", "*", {}, {}};
    CHECK(request_phrase(request, plain) == "s3:Get on *");
    const std::vector<std::string> absent{"aws:a", "aws:b"};
    CHECK(request_phrase(request, plain, absent) ==
          "s3:Get on * when aws:a is absent and aws:b is absent");
    const Request values{"s3:Get", "*", {{"k", {"a", "b"}}, {"l", {"c"}}, {"m", {}}}, {}};
    CHECK(
        request_phrase(values, plain, std::vector<std::string>{"n"}) ==
        "s3:Get on * when k has the values \"a\" and \"b\" and l is \"c\" and m has no values and "
        "n is absent");
    CHECK(request_phrase(values, code).starts_with("`s3:Get` on `*` when `k` has the values `a` "));
}

TEST_CASE("what is special about a proof") {
    using access::Via;
    CHECK(via_phrase(Via::nothing, "", plain) == "");
    CHECK(via_phrase(Via::star_crosses_colon, "", plain) == "only if a star crosses a colon");
    CHECK(via_phrase(Via::account_not_listed, "", plain).starts_with("AWS leaves open whether"));
    CHECK(via_phrase(Via::impossible_request, "the caller is in two accounts", plain) ==
          "no real request: the caller is in two accounts");
}

// The sentences between two documents.
std::vector<std::string> proof(std::string_view before, std::string_view after, ProofFold fold) {
    const policy::Document old_document = document_of(document_with(before));
    const policy::Document new_document = document_of(document_with(after));
    std::vector<std::string> texts;
    for (const auto& [sign, text] :
         proof_of(diff::compare(old_document, new_document), plain, fold)) {
        texts.push_back(std::string(1, sign) + " " + text);
    }
    return texts;
}

using Lines = std::vector<std::string>;

TEST_CASE("sentences tell all and mark requests as examples") {
    constexpr std::string_view get = R"({"Effect": "Allow", "Action": "s3:Get", "Resource": "*"})";
    constexpr std::string_view more =
        R"({"Effect": "Allow", "Action": ["s3:Get", "s3:Put", "s3:List"], "Resource": "*"})";
    constexpr std::string_view deny =
        R"(,{"Effect": "Deny", "Action": "ec2:Run", "Resource": "*"})";
    CHECK(proof(get, more, {}) ==
          Lines{"+ now allowed: s3:List and s3:Put on * (Statement[0]); for example s3:List on *"});
    const std::string denied = std::string(get) + std::string(deny);
    CHECK(proof(get, denied, {}) == Lines{"- now denied: ec2:Run on * (Statement[1])"});
    CHECK(proof(denied, get, {}) ==
          Lines{"+ no longer denied: ec2:Run on * (Statement[1]) (matters "
                "where another policy allows it)"});
}

TEST_CASE("sentences past a limit are counted for each move") {
    std::string statements;
    for (const char* action : {"a:A", "b:B", "c:C", "d:D"}) {
        statements += statements.empty() ? "" : ",";
        statements +=
            R"({"Effect": "Allow", "Resource": "*", "Action": ")" + std::string(action) + "\"}";
    }
    CHECK(proof("", statements, {2, 0}) == Lines{"+ now allowed: a:A on * (Statement[0])",
                                                 "+ now allowed: b:B on * (Statement[1])",
                                                 "+ … and by 2 more statements"});
    CHECK(proof("", statements, {3, 0}).size() == 4);
    CHECK(proof(statements, R"({"Effect": "Allow", "Resource": "*", "Action": "e:E"})", {1, 0}) ==
          Lines{"+ now allowed: e:E on * (Statement[0])",
                "- no longer allowed: a:A on * (Statement[0])",
                "- … and by 3 more statements"});
}

} // namespace
} // namespace polhist::output
