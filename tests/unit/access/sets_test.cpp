#include "access/sets.h"
#include "policy/set_reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace polhist::access {
namespace {

policy::PolicySet set_from(const std::string& text) {
    auto tree = json::Tree::parse({"set", text});
    REQUIRE(tree.has_value());
    auto set = policy::read_set(tree->root());
    REQUIRE_MESSAGE(set.has_value(), (set ? std::string() : set.error().message));
    return std::move(*set);
}

std::string refusal_of(const std::string& text) {
    const auto tree = json::Tree::parse({"set", text});
    REQUIRE(tree.has_value());
    REQUIRE(policy::is_meant_as_set(tree->root()));
    const auto set = policy::read_set(tree->root());
    return set ? "" : set.error().message;
}

std::string document(std::string_view statements) {
    return fmt::format(R"({{"Version": "2012-10-17", "Statement": [{}]}})", statements);
}

std::string allow(std::string_view action, std::string_view more = R"("Resource": "*")") {
    return document(fmt::format(R"({{"Effect": "Allow", "Action": "{}", {}}})", action, more));
}

std::string deny(std::string_view action, std::string_view more = R"("Resource": "*")") {
    return document(fmt::format(R"({{"Effect": "Deny", "Action": "{}", {}}})", action, more));
}

std::string where(const LayeredSets& sets, const policy::Statement& statement) {
    const auto origin = sets.origin_of(statement);
    return origin ? fmt::format("{} {} {} {}",
                                name_of(origin->layer),
                                origin->level,
                                origin->document,
                                origin->statement)
                  : "implied";
}

// `broader; s3:GetObject by identity 0 0 0, lacking boundary 0`, for rows.
std::string judged(const std::string& before, const std::string& after) {
    const LayeredSets sets(set_from(before), set_from(after));
    const Access access = compare_sets(sets);
    CHECK(access.overall == access.verdict);
    std::string text(name_of(access.verdict));
    for (const auto* witnesses : {&access.gained, &access.lost}) {
        for (const Witness& witness : *witnesses) {
            text +=
                fmt::format("; {} by {}", witness.request.action, where(sets, *witness.statement));
            if (witness.because != nullptr) {
                text += ", denied by " + where(sets, *witness.because);
            } else if (const auto layer = sets.layer(*witness.lacking)) {
                text += fmt::format(", lacking {} {}", name_of(layer->kind), layer->level);
            }
        }
    }
    return text;
}

std::string outcome(const std::string& set, Request request) {
    const CompiledSet compiled(set_from(set));
    return std::string(name_of(compiled.evaluate(request).outcome));
}

} // namespace

TEST_CASE("every layer that is present has to allow") {
    const std::string s3 = allow("s3:GetObject");
    const std::string iam = allow("iam:PassRole");
    const std::string all = allow("*");

    struct Row {
        std::string before;
        std::string after;
        std::string_view expected;
    };

    const Row rows[] = {
        {R"({"identity": [)" + s3 + "]}",
         R"({"identity": [)" + s3 + ", " + iam + "]}",
         "broader; iam:PassRole by identity 0 1 0, lacking identity 0"},
        // What is beside a document may allow it already.
        {R"({"identity": [)" + all + "]}",
         R"({"identity": [)" + all + ", " + iam + "]}",
         "equivalent"},
        // A boundary holds back what is attached.
        {R"({"identity": [)" + s3 + R"(], "boundary": )" + s3 + "}",
         R"({"identity": [)" + s3 + ", " + iam + R"(], "boundary": )" + s3 + "}",
         "equivalent"},
        {R"({"identity": [)" + s3 + R"(], "boundary": )" + s3 + "}",
         R"({"identity": [)" + s3 + "]}",
         "equivalent"},
        {R"({"identity": [)" + all + R"(], "boundary": )" + s3 + "}",
         R"({"identity": [)" + all + R"(], "boundary": )" + iam + "}",
         "mixed; iam:PassRole by identity 0 0 0, lacking boundary 0; s3:GetObject by identity 0 0 "
         "0, lacking boundary 0"},
        // An empty layer allows nothing; one that is absent everything.
        {R"({"identity": [)" + s3 + R"(], "session": []})",
         R"({"identity": [)" + s3 + R"(], "session": null})",
         "broader; s3:GetObject by identity 0 0 0, lacking session 0"},
        {R"({"identity": []})", R"({"boundary": )" + all + "}", "equivalent"},
        // Each level of SCPs is a layer; a Deny of any document holds.
        {R"({"identity": [)" + s3 + R"(], "scp": [[)" + all + "], [" + s3 + "]]}",
         R"({"identity": [)" + s3 + R"(], "scp": [[)" + all + "], [" + iam + "]]}",
         "narrower; s3:GetObject by identity 0 0 0, lacking scp 1"},
        {R"({"identity": [)" + s3 + R"(], "rcp": [[)" +
             deny("s3:*", R"("Resource": "*", "Principal": "*")") + "]]}",
         R"({"identity": [)" + s3 + R"(], "rcp": [[]]})",
         "broader; s3:GetObject by identity 0 0 0, denied by rcp 0 0 0"},
        // Where a statement stands matters, not only that it stands somewhere.
        {R"({"identity": [)" + s3 + R"(], "boundary": )" + all + "}",
         R"({"identity": [)" + all + R"(], "boundary": )" + s3 + "}",
         "equivalent"},
        {R"({"identity": [)" + s3 + "," + deny("iam:*") + "]}",
         R"({"identity": [)" + s3 + R"(], "scp": [[)" + all + "," + deny("iam:*") + "]]}",
         "equivalent"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.before);
        CAPTURE(row.after);
        CHECK(judged(row.before, row.after) == row.expected);
    }
}

TEST_CASE("a resource policy in the same account counts by how it names the caller") {
    const std::string role = "arn:aws:iam::111122223333:role/r";
    const std::string user = "arn:aws:iam::111122223333:user/u";
    const auto set = [](std::string_view caller, std::string_view named, bool bounded) {
        const std::string principal =
            fmt::format(R"("Resource": "*", "Principal": {{"AWS": "{}"}})", named);
        return fmt::format(R"({{"principal": "{}", "resource": {}{}}})",
                           caller,
                           allow("s3:GetObject", principal),
                           bounded ? R"(, "boundary": )" + allow("ec2:*") : "");
    };

    struct Row {
        std::string_view caller;
        std::string_view named;
        bool bounded;
        std::string_view expected;
    };

    const Row rows[] = {
        {user, user, false, "allow"},
        {user, user, true, "allow"}, // a boundary does not limit it
        {user, "*", true, "allow"},
        {role, role, false, "allow"},
        {role, role, true, "implicit-deny"}, // but that of a role
        {role, "arn:aws:sts::111122223333:assumed-role/r/s", true, "allow"},
        {user, "111122223333", false, "implicit-deny"}, // it delegates to the identity policies
        {user, "arn:aws:iam::111122223333:root", false, "implicit-deny"},
        {user, role, false, "implicit-deny"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.caller);
        CAPTURE(row.named);
        CAPTURE(row.bounded);
        const std::string caller =
            row.caller == role ? "arn:aws:sts::111122223333:assumed-role/r/s" : std::string(user);
        Request request{"s3:GetObject", "arn:aws:s3:::b/k", {}, policy::Principal{"AWS", caller}};
        CHECK(outcome(set(row.caller, row.named, row.bounded), request) == row.expected);
    }
}

TEST_CASE("across accounts, and for trust policies and keys, the resource policy has to allow") {
    const std::string user = "arn:aws:iam::111122223333:user/u";
    const std::string identity =
        fmt::format(R"("principal": "{}", "identity": [{}])", user, allow("*"));
    const auto resource = [&](std::string_view action, std::string_view more) {
        return "{" + identity + R"(, "resource": )" + allow(action, more) + "}";
    };
    const auto names = [](std::string_view who) {
        return fmt::format(R"("Resource": "*", "Principal": {{"AWS": "{}"}})", who);
    };
    const Request get{"s3:GetObject", "arn:aws:s3:::b/k", {}, policy::Principal{"AWS", user}};
    const Request decrypt{"kms:Decrypt",
                          "arn:aws:kms:eu-west-1:111122223333:key/k",
                          {},
                          policy::Principal{"AWS", user}};
    const std::string other = "arn:aws:iam::111122223333:user/other";
    CHECK(outcome(resource("s3:GetObject", names(other)), get) == "allow");
    const auto across = [&](std::string_view who) {
        return "{" + identity + R"(, "cross_account": true, "resource": )" +
               allow("s3:GetObject", names(who)) + "}";
    };
    CHECK(outcome(across(other), get) == "implicit-deny");
    CHECK(outcome(across(user), get) == "allow");
    CHECK(outcome(across("111122223333"), get) == "allow");
    CHECK(outcome(resource("kms:Decrypt", names(other)), decrypt) == "implicit-deny");
    CHECK(outcome(resource("kms:Decrypt", names("111122223333")), decrypt) == "allow");
    // A repository policy of ECR names no resource either, and need not allow.
    const Request pull{"ecr:BatchGetImage", "*", {}, policy::Principal{"AWS", user}};
    CHECK(outcome(resource("ecr:BatchGetImage", R"("Principal": {"AWS": ")" + other + R"("})"),
                  pull) == "allow");
    // What one side tells of the resource goes for both.
    CHECK(judged("{" + identity + R"(, "resource": )" + allow("*", names(other)) + "}",
                 resource("kms:*", names("111122223333")))
              .starts_with("broader; kms:"));
}

TEST_CASE("a statement of a set is read by the language of its own document") {
    const std::string old_language = R"({"Version": "2008-10-17", "Statement": [{"Effect": "Allow",
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}"}]})";
    const std::string new_language =
        allow("s3:GetObject", R"("Resource": "arn:aws:s3:::b/${aws:username}")");
    const std::string set = R"({"identity": [)" + old_language + "]}";
    CHECK(outcome(set, {"s3:GetObject", "arn:aws:s3:::b/${aws:username}", {}, {}}) == "allow");
    const Request kim{"s3:GetObject", "arn:aws:s3:::b/kim", {{"aws:username", {"kim"}}}, {}};
    CHECK(outcome(set, kim) == "implicit-deny");
    CHECK(outcome(R"({"identity": [)" + new_language + "]}", kim) == "allow");
    CHECK(judged(set, R"({"identity": [)" + old_language + "," + new_language + "]}") ==
          "broader; s3:GetObject by identity 0 1 0, lacking identity 0");
}

TEST_CASE("a set that can be read in two ways is refused") {
    const std::pair<std::string, std::string_view> rows[] = {
        {R"({"identity": [], "boundry": null})", "a set has no member `boundry`"},
        {R"({"identity": {}})", "`identity` must be a list of documents"},
        {R"({"identity": [], "scp": [{}]})", "`scp` must be a list of documents"},
        {R"({"identity": [], "scp": {}})", "`scp` must be a list of levels"},
        {R"({"identity": [], "scp": []})", "`scp` has no level"},
        {R"({"boundary": {"identity": []}})", "a set stands where a document must"},
        {R"({"resource": 1, "principal": "bob"})", "`principal` must be the ARN"},
        {R"({"identity": [], "cross_account": true})", "`cross_account` needs a `resource`"},
        {R"({"identity": [], "cross_account": "no"})", "`cross_account` must be true or false"},
        {R"({"identity": [], "principal": "bob"})", "`principal` must be the ARN"},
        {R"({"identity": [], "scp": [[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]})",
         "more than 16 levels"},
    };
    for (const auto& [text, expected] : rows) {
        const auto& shown = text; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(refusal_of(text).find(expected) != std::string::npos);
    }
}

} // namespace polhist::access
