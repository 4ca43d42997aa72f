#include "ingest/page_names.h"

#include <doctest/doctest.h>

namespace polhist::ingest {
namespace {

TEST_CASE("headings that name a policy") {
    struct Row {
        std::string_view heading;
        std::string_view policy;
    };

    const std::vector<Row> rows{
        {"AWSImageBuilderFullAccess policy", "AWSImageBuilderFullAccess"},
        {"AWS managed policy: Billing", "Billing"},
        {"AWS managed policy: SecurityAudit (deprecated)", "SecurityAudit"},
        {"AmazonEC2FullAccess", "AmazonEC2FullAccess"},
        {"ReadOnlyAccess managed policy", "ReadOnlyAccess"},
        {"AdministratorAccess", "AdministratorAccess"},
        {"Ec2ImageBuilderCrossAccountDistributionAccess policy",
         "Ec2ImageBuilderCrossAccountDistributionAccess"},
        {"CloudWatch", ""},
        {"CloudWatch policy", ""},
        {"Policy example", ""},
        {"Permissions details", ""},
        {"Image Builder updates to AWS managed policies", ""},
        {"AWS managed policy: ", ""},
        {"", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.heading);
        CHECK(policy_in_heading(row.heading) == row.policy);
    }
}

TEST_CASE("cells that say what changed in which policies") {
    struct Row {
        std::string_view cell;
        std::vector<std::string> policies;
        std::string_view change;
    };

    const std::vector<Row> rows{
        {"AWSXyFullAccess – Update to an existing policy",
         {"AWSXyFullAccess"},
         "Update to an existing policy"},
        {"AWSXyFullAccess - New policy", {"AWSXyFullAccess"}, "New policy"},
        {"AWSXyFullAccess: New policy", {"AWSXyFullAccess"}, "New policy"},
        {"AWSXyFullAccess, AWSXyReadOnlyAccess and AWSXyRole — New policies",
         {"AWSXyFullAccess", "AWSXyReadOnlyAccess", "AWSXyRole"},
         "New policies"},
        {"SecurityHub – Update", {"SecurityHub"}, "Update"},
        {"Known – Update", {"Known"}, "Update"},
        {"Updated the AWSXyFullAccess policy.",
         {"AWSXyFullAccess"},
         "Updated the AWSXyFullAccess policy."},
        {"New policy: Known", {"Known"}, "New policy: Known"},
        {"Image Builder started tracking changes", {}, "Image Builder started tracking changes"},
        {"Change – in general", {}, "Change – in general"},
        {"", {}, ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.cell);
        const NamedChange found = change_in_cell(row.cell, {"Known"});
        CHECK(found.policies == row.policies);
        CHECK(found.change == row.change);
    }
}

} // namespace
} // namespace polhist::ingest
