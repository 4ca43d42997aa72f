#include "bundled/bundled.h"
#include "diff/difference.h"
#include "documents.h"
#include "json/tree.h"
#include "policy/canonical_hash.h"
#include "timeline/when.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace polhist::bundled {
namespace {

std::string versions_of(std::string_view name) {
    const auto history = Archive().history(name);
    REQUIRE(history);
    std::string text;
    for (const timeline::State& state : history->states) {
        text += (text.empty() ? "" : ", ") + history->version_of(state).id + " " +
                format_instant(state.since);
    }
    return text;
}

TEST_CASE("the six policies ship with the versions in force since April 2021") {
    struct Row {
        std::string_view policy;
        std::string_view arn;
        std::string_view versions;
    };

    constexpr Row rows[] = {
        {"AWSImageBuilderFullAccess",
         "arn:aws:iam::aws:policy/AWSImageBuilderFullAccess",
         "v1 2019-12-20T18:25:12Z, v2 2021-04-13T17:33:42Z"},
        {"AWSImageBuilderReadOnlyAccess",
         "arn:aws:iam::aws:policy/AWSImageBuilderReadOnlyAccess",
         "v1 2019-12-19T22:29:23Z"},
        {"AWSServiceRoleForImageBuilder",
         "arn:aws:iam::aws:policy/aws-service-role/AWSServiceRoleForImageBuilder",
         "v12 2020-12-04T23:27:05Z, v13 2021-08-11T18:07:10Z"},
        {"EC2InstanceProfileForImageBuilder",
         "arn:aws:iam::aws:policy/EC2InstanceProfileForImageBuilder",
         "v3 2020-08-27T16:40:50Z"},
        {"EC2InstanceProfileForImageBuilderECRContainerBuilds",
         "arn:aws:iam::aws:policy/EC2InstanceProfileForImageBuilderECRContainerBuilds",
         "v1 2020-12-11T19:48:15Z"},
        {"Ec2ImageBuilderCrossAccountDistributionAccess",
         "arn:aws:iam::aws:policy/Ec2ImageBuilderCrossAccountDistributionAccess",
         "v1 2020-09-30T19:22:54Z"},
    };
    const Archive archive;
    std::vector<std::string> names;
    for (const Row& row : rows) {
        CAPTURE(row.policy);
        names.emplace_back(row.policy);
        CHECK(versions_of(row.policy) == row.versions);
        CHECK(archive.name_of_arn(row.arn) == std::string(row.policy));
        CHECK(archive.history(row.policy)->arn == row.arn);
    }
    CHECK(archive.names() == names);
    CHECK_FALSE(archive.name_of_arn("arn:aws:iam::aws:policy/Other").has_value());
}

TEST_CASE("every shipped document can be read and says what its file name says") {
    const Archive archive;
    for (const std::string& name : archive.names()) {
        const auto history = archive.history(name);
        REQUIRE(history);
        for (const timeline::Version& version : history->versions) {
            CAPTURE(version.origin);
            const auto envelope = policy::read_any({version.origin, version.json.bytes().value()});
            const std::string trouble = envelope ? "" : envelope.error().message;
            REQUIRE(trouble == "");
            const auto tree = json::Tree::parse({version.origin, version.json.bytes().value()});
            const auto document = tree->root().find("PolicyVersion")->find("Document");
            CHECK(version.document == policy::canonical_hash(*document));
            CHECK(envelope->document.warnings.empty());
            CHECK(envelope->document.language == policy::Language::v2012);
            CHECK(version.origin == "snapshots/" + name + "/" + format_date(*version.created) +
                                        "_" + version.id + ".json");
        }
    }
}

std::vector<std::string>
added(std::string_view policy, std::string_view from, std::string_view to) {
    const auto history = timeline::find(Archive(), policy);
    REQUIRE(history);
    const auto document = [&](std::string_view when) {
        const auto moment = timeline::resolve(*history, *timeline::parse_when(when));
        REQUIRE(moment);
        const timeline::Version& version = history->versions[moment->version];
        return policy::read_any({version.origin, version.json.bytes().value()})->document;
    };
    const policy::Document before = document(from);
    const policy::Document after = document(to);
    const diff::Difference difference = diff::compare(before, after);
    CHECK(difference.grants.removed.empty());
    std::vector<std::string> grants;
    for (const diff::Change& change : difference.grants.added) {
        grants.push_back(spelt(change.grant));
    }
    return grants;
}

TEST_CASE("what the two updates of 2021 added") {
    CHECK(added("AWSServiceRoleForImageBuilder", "2021-04-02", "2021-08-11") ==
          std::vector<std::string>{"Allow ssm:DescribeAssociationExecutions on *"});
    CHECK(added("AWSImageBuilderFullAccess", "2021-04-02", "2021-08-11") ==
          std::vector<std::string>{"Allow ec2:DescribeInstanceTypeOfferings on *",
                                   "Allow ec2:DescribeLaunchTemplates on *",
                                   "Allow ec2:DescribeSnapshots on *"});
    CHECK(added("AWSImageBuilderReadOnlyAccess", "2021-04-02", "2021-08-11").empty());
}

TEST_CASE("shipped files are sorted, the ledger is among them and is JSON") {
    CHECK(std::ranges::is_sorted(files(), {}, &File::path));
    CHECK(json::Tree::parse({"history/ledger.json", ledger()}));
}

} // namespace
} // namespace polhist::bundled
