// Real documentation pages of one family of policies, held against its real history. Skipped where
// the pages and the history do not lie beside the project.

#include "bundled/bundled.h"
#include "given.h"
#include "ingest/file.h"
#include "json/tree.h"
#include "ledger/documented.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

namespace polhist::ledger {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

timeline::Claims claims_of(const fs::path& page) {
    const std::string name = page.filename();
    const std::string text = text_of(page);
    auto imported = ingest::read_file({name, text}, "", {});
    const std::string trouble = imported ? "" : imported.error().message;
    REQUIRE(trouble == "");
    CHECK(imported->rejected.empty());
    return std::move(imported->claims);
}

void append(timeline::Claims& to, timeline::Claims more) {
    std::ranges::move(more.updates, std::back_inserter(to.updates));
    std::ranges::move(more.prose, std::back_inserter(to.prose));
    std::ranges::move(more.versions, std::back_inserter(to.versions));
}

const fs::path shared = POLHIST_TEST_SHARED;
const fs::path guide_pages = shared / "corpus/guide-pages";

// The claims of all states of the page, newest first or last.
timeline::Claims claims_of_all(bool reversed) {
    std::vector<fs::path> pages;
    std::ranges::copy(fs::directory_iterator(guide_pages), std::back_inserter(pages));
    std::ranges::sort(pages);
    if (reversed) {
        std::ranges::reverse(pages);
    }
    timeline::Claims claims;
    for (const fs::path& page : pages) {
        append(claims, claims_of(page));
    }
    return claims;
}

void check_same(const Prose& left, const Prose& right) {
    CAPTURE(left.policy);
    CHECK(left.policy == right.policy);
    CHECK(left.summary == right.summary);
    CHECK(left.introduction == right.introduction);
    REQUIRE(left.services.size() == right.services.size());
    for (std::size_t i = 0; i < left.services.size(); ++i) {
        CHECK(left.services[i].service == right.services[i].service);
        CHECK(left.services[i].text == right.services[i].text);
    }
}

TEST_CASE("the copied page gives the ledger that ships" *
          doctest::skip(!fs::exists(shared / "seed"))) {
    const fs::path page = shared / "seed/image-builder-managed-policies.txt";
    const timeline::Claims claims = claims_of(page);
    const std::vector<Ledger> ledgers = ledgers_of(claims);
    REQUIRE(ledgers.size() == 1);
    auto shipped = parse({"history/ledger.json", bundled::ledger()}).value();
    std::ranges::sort(shipped.prose, {}, &Prose::policy);
    CHECK(ledgers[0].source == shipped.source);
    CHECK(ledgers[0].tracking_since == shipped.tracking_since);
    REQUIRE(ledgers[0].updates.size() == shipped.updates.size());
    for (std::size_t i = 0; i < shipped.updates.size(); ++i) {
        CHECK(ledgers[0].updates[i].date == shipped.updates[i].date);
        CHECK(ledgers[0].updates[i].policy == shipped.updates[i].policy);
        CHECK(ledgers[0].updates[i].change == shipped.updates[i].change);
        CHECK(ledgers[0].updates[i].description == shipped.updates[i].description);
    }
    REQUIRE(ledgers[0].prose.size() == shipped.prose.size());
    for (std::size_t i = 0; i < shipped.prose.size(); ++i) {
        check_same(ledgers[0].prose[i], shipped.prose[i]);
    }
    CHECK(claims.versions.size() == shipped.prose.size());
}

// The policies of the family with all their versions.
std::vector<given::Policy> family() {
    std::ifstream file(POLHIST_TEST_FAMILY);
    std::map<std::string, std::vector<given::Version>> versions;
    for (std::string line; std::getline(file, line);) {
        const auto tree = json::Tree::parse({"family", line});
        REQUIRE(tree);
        const auto text = [&](std::string_view key) {
            return std::string(tree->root().find(key)->text());
        };
        versions[text("policy")].push_back({text("version"), text("created"), text("document")});
    }
    std::vector<given::Policy> policies;
    policies.reserve(versions.size());
    for (auto& [name, all] : versions) {
        policies.emplace_back(name, std::move(all));
    }
    return policies;
}

TEST_CASE("eleven states of a page make one ledger, in whatever order they come" *
          doctest::skip(!fs::exists(guide_pages))) {
    const std::vector<Ledger> ledgers = ledgers_of(claims_of_all(false));
    REQUIRE(ledgers.size() == 1);
    std::vector<std::string> rows;
    for (const Update& update : ledgers[0].updates) {
        rows.push_back(update.date + " " + update.policy);
    }
    CHECK(rows == std::vector<std::string>{"2023-03-30 AWSServiceRoleForImageBuilder",
                                           "2022-03-22 AWSServiceRoleForImageBuilder",
                                           "2022-02-21 AWSServiceRoleForImageBuilder",
                                           "2021-11-20 AWSServiceRoleForImageBuilder",
                                           "2021-08-11 AWSServiceRoleForImageBuilder",
                                           "2021-04-13 AWSImageBuilderFullAccess",
                                           "2021-04-02 "});
    CHECK(ledgers[0].tracking_since == "2021-04-02");
    // Later states of the page only point elsewhere; the first named the action.
    CHECK(ledgers[0].updates[5].description.find("ec2:DescribeInstanceTypeOffereings") !=
          std::string::npos);
    const std::vector<Ledger> reversed = ledgers_of(claims_of_all(true));
    REQUIRE(reversed.size() == 1);
    for (std::size_t i = 0; i < ledgers[0].updates.size(); ++i) {
        CHECK(ledgers[0].updates[i].description == reversed[0].updates[i].description);
    }
    for (std::size_t i = 0; i < ledgers[0].prose.size(); ++i) {
        check_same(ledgers[0].prose[i], reversed[0].prose[i]);
    }
}

TEST_CASE("what the pages document, held against what was in force" *
          doctest::skip(!fs::exists(guide_pages))) {
    const std::vector<Ledger> ledgers = ledgers_of(claims_of_all(false));
    const std::vector<given::Policy> policies = family();
    std::vector<Subject> subjects;
    subjects.reserve(policies.size());
    for (const given::Policy& policy : policies) {
        subjects.push_back(policy.subject());
    }
    std::string dated;
    for (const Finding& finding : audit(ledgers, subjects)) {
        if (!finding.date.empty()) {
            dated += fmt::format("{} {} {} {}\n",
                                 finding.policy,
                                 finding.date,
                                 name_of(finding.kind),
                                 finding.subject);
        }
    }
    CHECK(dated ==
          "AWSImageBuilderFullAccess 2021-04-13 undocumented ec2:DescribeLaunchTemplates\n"
          "AWSImageBuilderFullAccess 2021-04-13 undocumented ec2:DescribeSnapshots\n"
          "AWSImageBuilderFullAccess 2021-04-13 misspelt ec2:DescribeInstanceTypeOffereings\n"
          "AWSServiceRoleForImageBuilder 2021-08-11 unspecified v13\n"
          "AWSServiceRoleForImageBuilder 2021-11-20 misdated v14\n"
          "AWSServiceRoleForImageBuilder 2021-12-06 unspecified v14\n"
          "AWSServiceRoleForImageBuilder 2022-02-16 undocumented v15\n"
          "AWSServiceRoleForImageBuilder 2022-02-17 unspecified v16\n"
          "AWSServiceRoleForImageBuilder 2022-02-21 misdated v16\n"
          "AWSServiceRoleForImageBuilder 2022-03-22 misdated v16\n"
          "AWSServiceRoleForImageBuilder 2022-06-16 undocumented v17\n"
          "AWSServiceRoleForImageBuilder 2023-03-13 unspecified v18\n"
          "AWSServiceRoleForImageBuilder 2023-03-30 misdated v18\n"
          // The pages are older than these.
          "AWSServiceRoleForImageBuilder 2023-10-19 undocumented v19\n"
          "AWSServiceRoleForImageBuilder 2024-12-26 undocumented v20\n"
          "AWSServiceRoleForImageBuilder 2025-07-23 undocumented v21\n"
          "AWSServiceRoleForImageBuilder 2026-02-23 undocumented v26\n"
          "EC2InstanceProfileForImageBuilder 2024-12-02 undocumented v4\n"
          "EC2InstanceProfileForImageBuilder 2024-12-26 undocumented v5\n"
          "EC2InstanceProfileForImageBuilder 2025-05-19 undocumented v6\n");
}

} // namespace
} // namespace polhist::ledger
