// Made-up pages in the forms that AWS publishes, and what is wrong with pages.

#include "given.h"
#include "ingest/folder.h"

#include <doctest/doctest.h>

namespace polhist::ingest {
namespace {

Imported import_page(std::string_view name) {
    const std::string path = fmt::format("{}/tests/pages/{}", POLHIST_SOURCE_ROOT, name);
    const auto bytes = read_input(path, largest_file);
    REQUIRE(bytes);
    auto imported = read_file({name, *bytes}, "", {});
    const std::vector<std::string> troubles = given::troubles(imported);
    const std::string trouble = troubles.empty() ? "" : troubles.front();
    REQUIRE(trouble == "");
    return std::move(*imported);
}

TEST_CASE("a service's page says the same in HTML, Markdown and plain text") {
    const Imported markdown = import_page("service.md");
    const timeline::Claims& claims = markdown.claims;
    REQUIRE(claims.updates.size() == 4);
    const timeline::PageState source{"AWS managed policies for Example Widgets", "2021-08-11"};
    CHECK(claims.updates[0] ==
          timeline::DocumentedUpdate{
              source,
              "2021-08-11",
              {"local", "ExampleWidgetsFullAccess"},
              "Update to an existing policy",
              "Added permissions to allow ec2:DescribeImages. Images are described.",
              0});
    CHECK(claims.updates[1].policy.name == "ExampleWidgetsFullAccess");
    CHECK(claims.updates[2].policy.name == "ExampleWidgetsReadOnlyAccess");
    CHECK(claims.updates[2].change == "New policies");
    CHECK(claims.updates[3].policy.name.empty());
    REQUIRE(claims.prose.size() == 2);
    CHECK(claims.prose[0] ==
          timeline::DocumentedProse{
              source,
              {"local", "ExampleWidgetsFullAccess"},
              "The ExampleWidgetsFullAccess policy grants full access to Example Widgets, see the "
              "guide.",
              "This policy includes the following permissions:",
              {{"Example Widgets", {"Administrative access is granted."}},
               {"Amazon EC2",
                {"Access is granted to describe images & nothing else, via the ec2:DescribeImages "
                 "action.",
                 "Images are those that are tagged \"Team\": \"a_b\"."}}}});
    CHECK(given::versions(claims) ==
          std::vector<std::string>{"local:ExampleWidgetsFullAccess sha-199bdbab6e72 -",
                                   "local:ExampleWidgetsReadOnlyAccess sha-4905e388e74c -"});
    for (const std::string_view name : {"service.html", "service.txt"}) {
        CAPTURE(name);
        const Imported other = import_page(name);
        CHECK(other.claims.updates == claims.updates);
        CHECK(other.claims.prose == claims.prose);
        CHECK(other.claims.versions == claims.versions);
    }
}

TEST_CASE("a page of the reference says the same in HTML and Markdown") {
    const Imported markdown = import_page("reference.md");
    CHECK(given::versions(markdown.claims) ==
          std::vector<std::string>{"aws:ExampleWidgetsFullAccess v2 2021-04-13T17:33:00Z"});
    CHECK(markdown.claims.versions[0].source == timeline::SourceClass::minute);
    REQUIRE(markdown.claims.policies.size() == 1);
    CHECK(markdown.claims.policies[0].arn == "arn:aws:iam::aws:policy/ExampleWidgetsFullAccess");
    CHECK(given::date(markdown.claims.policies[0].created) == "2019-12-19T22:29:00Z");
    REQUIRE(markdown.claims.listings.size() == 1);
    CHECK(markdown.claims.listings[0].default_version == "v2");
    const Imported html = import_page("reference.html");
    CHECK(html.claims.versions == markdown.claims.versions);
    CHECK(html.claims.policies == markdown.claims.policies);
}

TEST_CASE("what is wrong with a page of the reference") {
    const std::string good = "# P\n"
                             "- **Creation time**: December 19, 2019, 22:29 UTC\n"
                             "- **Edited time:** April 13, 2021, 17:33 UTC\n"
                             "- **ARN**: `arn:aws:iam::aws:policy/P`\n\n"
                             "**Policy version:** `v2`\n\n"
                             "```\n{\"Statement\": []}\n```\n";
    CHECK(given::troubles(read_file({"p", good}, "", {})).empty());

    struct Row {
        std::string_view from;
        std::string_view to;
        std::string_view error;
    };

    const std::vector<Row> rows{
        {"# P", "# Q", "its ARN is `arn:aws:iam::aws:policy/P`, but its heading is `Q`"},
        {"# P\n", "", "but its heading is ``"},
        {"arn:aws:iam::aws:policy/P", "arn:x", "`arn:x` is no ARN of a policy"},
        {"April 13", "Aprill 13", "`Aprill 13, 2021, 17:33 UTC` is no time"},
        {"Creation time", "Made", "`` is no time"},
        {"`v2`", "`2`", "`2` is no version id"},
        {"{\"Statement\": []}", "x", "shows no JSON document"},
        {"[]", "7", "p:9: document:1:15: "},
    };
    for (const Row& row : rows) {
        CAPTURE(row.to);
        std::string text = good;
        text.replace(text.find(row.from), row.from.size(), row.to);
        const auto troubles = given::troubles(read_file({"p", text}, "", {}));
        REQUIRE(troubles.size() == 1);
        CAPTURE(troubles[0]);
        CHECK(troubles[0].find(row.error) != std::string::npos);
    }
}

TEST_CASE("what is wrong in a service's page costs the row or example it is in") {
    const auto imported =
        read_file({"p",
                   "# T\n## AWSXyFullAccess policy\n```\n{\"Statement\": 7}\n```\n"
                   "```\naws iam list-policies\n```\n"
                   "## Other\n```\n{\"a\": 1}\n```\n"
                   "| Description | Date | Change |\n|---|---|---|\n"
                   "| b | May 32, 2021 | AWSXyFullAccess |\n"
                   "| b | May 2, 2021 | AWSXyFullAccess – c |\n"},
                  "",
                  {});
    const auto troubles = given::troubles(imported);
    REQUIRE(troubles.size() == 2);
    CHECK(troubles[0].find("example of AWSXyFullAccess: p:4: example of AWSXyFullAccess:1:15: ") ==
          0);
    CHECK(troubles[1] == "table of updates: p:15: `May 32, 2021` is no date; write it as "
                         "`August 11, 2021`");
    REQUIRE(imported->claims.updates.size() == 1);
    CHECK(imported->claims.updates[0].change == "c");
    CHECK(imported->notes ==
          std::vector<std::string>{"p: 1 examples stand in no section on a policy and were passed "
                                   "over"});
}

TEST_CASE("rows of one day and policy are numbered from the oldest") {
    const auto imported = read_file({"p",
                                     "| Change | Description | Date |\n|---|---|---|\n"
                                     "| AWSXyFullAccess – c | third | May 2, 2021 |\n"
                                     "| AWSXyFullAccess – b | second | May 2, 2021 |\n"
                                     "| AWSXyFullAccess – a | first | May 1, 2021 |\n"},
                                    "",
                                    {});
    REQUIRE(imported);
    REQUIRE(imported->claims.updates.size() == 3);
    CHECK(imported->claims.updates[0].repetition == 1);
    CHECK(imported->claims.updates[1].repetition == 0);
    CHECK(imported->claims.updates[2].repetition == 0);
}

} // namespace
} // namespace polhist::ingest
