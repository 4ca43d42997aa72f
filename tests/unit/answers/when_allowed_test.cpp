#include "answers/when_allowed.h"
#include "answers/who_may.h"
#include "documents.h"
#include "histories.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace polhist::answers {
namespace {

const std::string always =
    document_with(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})");
const std::string always_otherwise =
    document_with(R"({"Sid": "x", "Effect": "Allow", "Action": "S3:GetObject", "Resource": "*"})");
const std::string with_mfa = document_with(
    R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}})");
const std::string never =
    document_with(R"({"Effect": "Allow", "Action": "sqs:*", "Resource": "*"})");
const std::string denied = document_with(
    R"({"Effect": "Allow", "NotAction": "a:*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:Get*", "Resource": "*"})");
const std::string odd = document_with(
    R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Odd": {"k": "v"}}})");

// States of the documents, a month each: `v1 of 2020-01-01`, …
Written monthly(const std::vector<std::string>& documents) {
    Written written;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const std::string id = fmt::format("v{}", i + 1);
        written.states.emplace_back(fmt::format("2020-{:02}-01", i + 1), id);
        written.documents[id] = documents[i];
    }
    return written;
}

std::string month_of(const Moment& moment) {
    return moment.at ? format_date(*moment.at).substr(5, 2) : "-";
}

// `01-03 always`, `03- conditional`.
std::string spans_of(const Written& written) {
    const Histories histories({{"P", written}});
    const auto answer =
        when_allowed(histories, {"s3:GetObject", std::nullopt, {}}, {}, access::usual_budget);
    REQUIRE(answer);
    std::string text;
    for (const AllowedBy& policy : answer->policies) {
        for (const Span& span : policy.spans) {
            const bool undecided = span.permission.permitted == access::Permitted::undecided;
            text += fmt::format("{}{}-{} {}",
                                text.empty() ? "" : "; ",
                                month_of(span.from),
                                span.until ? month_of(*span.until) : "",
                                undecided          ? "undecided"
                                : span.conditional ? "conditional"
                                                   : "always");
            CHECK((!undecided || span.conditional));
        }
        for (const Undated& undated : policy.undated) {
            text += fmt::format("{}{} undated", text.empty() ? "" : "; ", undated.version);
        }
    }
    return text;
}

} // namespace

TEST_CASE("spans end where the answer changes") {
    const std::pair<std::vector<std::string>, std::string_view> rows[] = {
        {{never}, ""},
        {{always}, "01- always"},
        {{always, always_otherwise, always}, "01- always"},
        {{never, always, never}, "02-03 always"},
        {{always, denied, always}, "01-02 always; 03- always"},
        {{with_mfa, always}, "01-02 conditional; 02- always"},
        {{always, with_mfa, with_mfa, never}, "01-02 always; 02-04 conditional"},
        {{always, odd, never}, "01-02 always; 02-03 undecided"},
        {{with_mfa, odd, with_mfa}, "01-02 conditional; 02-03 undecided; 03- conditional"},
    };
    for (const auto& [documents, spans] : rows) {
        const auto& shown = spans; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(spans_of(monthly(documents)) == spans);
    }
}

TEST_CASE("versions without a date stand beside the spans") {
    Written written = monthly({never, never});
    written.documents["v3"] = always;
    CHECK(spans_of(written) == "v3 undated");
    written.documents["v3"] = never;
    CHECK(spans_of(written) == "");
}

TEST_CASE("who may, at a time") {
    const Histories histories({{"A", monthly({never, always})},
                               {"B", monthly({with_mfa, never})},
                               {"C", {{}, {{"sha-0123456789ab", always}}}},
                               {"D", monthly({odd})}});
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"2019-12-31", "? C"},
        {"2020-01-15", "B v1 conditional; D v1 conditional; ? C"},
        {"", "A v2 always; D v1 conditional; ? C"},
    };
    for (const auto& [at, wanted] : rows) {
        const auto& shown = at; // clang 14 captures no bindings
        CAPTURE(shown);
        const auto answer = who_may(
            histories, {"s3:getobject", std::nullopt, {}}, end_of_day(at), access::usual_budget);
        REQUIRE(answer);
        std::string text;
        for (const Holder& holder : answer->policies) {
            text += fmt::format("{} {} {}; ",
                                holder.name,
                                holder.version,
                                holder.conditional ? "conditional" : "always");
        }
        for (const Holder& holder : answer->undated) {
            text += "? " + holder.name;
        }
        CHECK(text == wanted);
    }
}

TEST_CASE("questions that no request can be for are refused") {
    const Histories histories({{"A", monthly({always})}});
    const access::Question rows[] = {
        {"GetObject", std::nullopt, {}},
        {"s3:Get Object", std::nullopt, {}},
        {"s3:GetObject", "bucket", {}},
        {"s3:GetObject", "arn:aws:s3:::", {}},
    };
    for (const access::Question& question : rows) {
        CAPTURE(question.action);
        CHECK_FALSE(when_allowed(histories, question, {}, access::usual_budget));
        CHECK_FALSE(who_may(histories, question, std::nullopt, access::usual_budget));
    }
}

} // namespace polhist::answers
