#include "given.h"
#include "ingest/kind.h"
#include "policy/canonical_hash.h"

#include <doctest/doctest.h>

namespace polhist::ingest {
namespace {

using given::quoted;

Result<Imported>
read(const std::string& text, std::string_view policy = "P", const Options& options = {}) {
    return read_file({"f", text}, policy, options);
}

TEST_CASE("a bare document is named by its file and its hash") {
    const std::string text = given::allowing("a:B") + "\n";
    const auto imported = read(text);
    REQUIRE(imported);
    const timeline::Claims& claims = imported->claims;
    REQUIRE(claims.versions.size() == 1);
    CHECK(claims.versions[0].policy == timeline::PolicyKey{"local", "P"});
    CHECK(claims.versions[0].version == policy::version_of_hash(claims.versions[0].document));
    CHECK(claims.versions[0].source == timeline::SourceClass::bare);
    REQUIRE(claims.forms.size() == 1);
    CHECK(claims.forms[0].bytes == text);
    CHECK(claims.observations.empty());
}

TEST_CASE("when it was in force is said by who imports it") {
    Options options;
    options.scope = "123456789012";
    options.at = parse_instant("2021-01-01T00:00:00Z");
    const auto imported = read(given::allowing("a:B"), "P", options);
    REQUIRE(imported);
    REQUIRE(imported->claims.observations.size() == 1);
    CHECK(imported->claims.observations[0].at == *options.at);
    CHECK(imported->claims.observations[0].policy.scope == "123456789012");
    CHECK(imported->claims.forms[0].at == options.at);
}

std::string envelope(std::string_view members, std::string_view document) {
    return quoted(fmt::format("{{'PolicyVersion':{{{}", members)) +
           fmt::format(R"(,"Document":{}}}}})", document);
}

TEST_CASE("envelopes") {
    const std::string facts = "'VersionId':'v2','IsDefaultVersion':true,"
                              "'CreateDate':'2021-04-13T19:33:42+02:00'";
    const std::string text = envelope(facts, given::allowing("a:B"));
    const auto imported = read(text);
    REQUIRE(imported);
    CHECK(given::versions(imported->claims) ==
          std::vector<std::string>{"local:P v2 2021-04-13T17:33:42Z"});
    CHECK(imported->claims.versions[0].source == timeline::SourceClass::exact);
    CHECK(imported->claims.forms[0].bytes == text);

    const auto encoded =
        read(envelope(facts,
                      R"("%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22)"
                      R"(Action%22%3A%22a%3AB%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D")"));
    REQUIRE(encoded);
    CHECK(encoded->claims.versions == imported->claims.versions);
}

TEST_CASE("what is refused in a file") {
    struct Row {
        std::string text;
        std::string_view policy;
        std::string_view kind;
        std::string_view error;
    };

    const std::string good = given::allowing("a:B");
    const std::vector<Row> rows{
        {"", "P", "", "f:1:1: is empty; JSON was expected ($)"},
        {"{", "P", "", "f:1:2: syntax error"},
        {"[" + good + "]", "P", "", "a list of documents; give each policy a file of its own"},
        {good + good, "P", "", "f:1:65: syntax error"},
        {good, "", "", "f: nothing names the policy; put the document into a file `NAME.json`"},
        {quoted("{'PolicyVersion':{'VersionId':'v1'}}"), "P", "", "the version has no `Document`"},
        {quoted("{'PolicyVersion':{'Document':{}}}"), "P", "", "the version has no `VersionId`"},
        {quoted("{'PolicyVersion':7}"), "P", "", "`PolicyVersion` must be an object"},
        {envelope("'VersionId':'v1','CreateDate':'yesterday'", good), "P", "", "is `yesterday`"},
        {envelope("'VersionId':'v1'", "\"%7\""), "P", "", "has a `%` that begins no `%XX`"},
        {envelope("'VersionId':'v1'", "\"%7B\""), "P", "", "f:1:47: decoded document:1:2: "},
        {envelope("'VersionId':'v1'", "\"" + std::string(4'000'000, 'a') + "\""),
         "P",
         "",
         "the document is over 1 MiB"},
        {good, "P", "envelope", "has no `PolicyVersion`, as an envelope has"},
        {good, "P", "dump", "has no `Policies`; add it"},
        {good, "P", "page", "has no section on a policy"},
        {good, "P", "other", "`other` is no kind of source; write one of `document`, `envelope`,"},
        {quoted("{'PolicyVersion':{}}"), "P", "document", "holds no policy document"},
        {"hello", "P", "", "f: has no section on a policy and no table of updates"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text.substr(0, 100));
        CAPTURE(row.kind);
        Options options;
        options.kind = row.kind;
        const auto imported = read(row.text, row.policy, options);
        const std::string trouble = imported ? "accepted" : imported.error().message;
        CAPTURE(trouble);
        CHECK(trouble.find(row.error) != std::string::npos);
    }
}

TEST_CASE("kinds by content") {
    const std::vector<std::pair<std::string_view, Kind>> rows{
        {"{'Statement':[]}", Kind::document},
        {"{'PolicyVersion':{}}", Kind::envelope},
        {"{'Policies':[]}", Kind::listing},
        {"{'Policies':[{'Arn':'x'},{'PolicyVersionList':[]}]}", Kind::dump},
        {"{'Policies':[],'RoleDetailList':[]}", Kind::dump},
        {"{'UserDetailList':[]}", Kind::dump},
        {"{}", Kind::document},
        {"7", Kind::document},
    };
    for (const auto& [text, kind] : rows) {
        const auto& shown = text; // clang 14 captures no bindings
        CAPTURE(shown);
        const std::string json = quoted(std::string(text));
        const auto tree = json::Tree::parse({"f", json});
        REQUIRE(tree);
        CHECK(recognise(*tree) == kind);
        CHECK(kind_of_name(name_of(kind)) == kind);
    }
}

TEST_CASE("names of policies by their files") {
    const std::vector<std::pair<std::string_view, std::string_view>> rows{
        {"P.json", "P"},
        {"a/b/P.json", "P"},
        {"policies/P", "P"},
        {"P.v2.json", "P.v2"},
        {".json", ".json"},
        {"AWSXy/2021-08-11_v13.json", "AWSXy"},
        {"a/AWSXy/2021-08-11_v13.json", "AWSXy"},
        {"2021-08-11_v13.json", "2021-08-11_v13"},
        {"a/2021-08-32_v13.json", "2021-08-32_v13"},
    };
    for (const auto& [path, name] : rows) {
        const auto& shown = path; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(policy_of_path(path) == name);
    }
}

} // namespace
} // namespace polhist::ingest
