#include "reference/actions.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace polhist::reference {
namespace {

TEST_CASE("an action is found by its name in any letter case") {
    const ListedAction* action = listed_action("S3:getobject");
    REQUIRE(action != nullptr);
    CHECK(name_of(*action) == "s3:GetObject");
    CHECK(name_of(action->level) == "Read");
    CHECK(action->listed == "2020-12-05");
    CHECK(action->gone.empty());
    REQUIRE(action->types.size() == 2);
    CHECK(action->types[0]->arn == "arn:${Partition}:s3:::${BucketName}/${ObjectName}");
    CHECK(listed_action("iam:PassRole")->types.front()->name == "role");
    CHECK(name_of(listed_action("iam:PutRolePolicy")->level) == "Permissions management");
    for (const char* name : {"s3:NotThere", "nosuchservice:Get", "s3", ":", "", "s3:", "s3:*"}) {
        CAPTURE(name);
        CHECK(listed_action(name) == nullptr);
    }
}

TEST_CASE("types that a request must name stand first, then those with the shorter ARN") {
    const ListedAction* run = listed_action("ec2:RunInstances");
    REQUIRE(run->types.size() > run->required);
    CHECK(run->required == 5);
    CHECK(run->types[0]->name == "image");
    CHECK(run->types[5]->arn.size() <= run->types[6]->arn.size());
}

TEST_CASE("every action of every service can be found, and its service is sorted") {
    const auto services = service_names();
    CHECK(std::ranges::is_sorted(services));
    std::size_t actions = 0;
    for (const std::string_view service : services) {
        for (const ListedAction& action : actions_of(service)) {
            actions += listed_action(name_of(action)) == &action ? 1U : 0U;
            CHECK_FALSE(action.listed.empty());
        }
    }
    CHECK(actions == 22'741);
    CHECK(actions_of("nosuchservice").empty());
    CHECK(day_of_table() == "2026-09-26");
}

TEST_CASE("keys of an action, of its types of resource, and global ones") {
    const ListedAction& list = *listed_action("s3:ListBucket");
    CHECK(has_key(list, "s3:prefix"));
    CHECK(has_key(list, "aws:sourceip"));
    CHECK_FALSE(has_key(list, "s3:existingobjecttag/team"));
    const ListedAction& get = *listed_action("s3:GetObject");
    CHECK(has_key(get, "s3:existingobjecttag/team"));
    CHECK_FALSE(has_key(get, "s3:existingobjecttag/"));
    CHECK(has_key(*listed_action("ecr:BatchDeleteImage"), "ecr:resourcetag/team"));
}

TEST_CASE("what is no longer listed, and what never had known types") {
    const auto actions = actions_of("a2c");
    CHECK_FALSE(actions.empty());
    std::size_t gone = 0;
    std::size_t unknown = 0;
    for (const std::string_view service : service_names()) {
        for (const ListedAction& action : actions_of(service)) {
            gone += action.gone.empty() ? 0U : 1U;
            unknown += action.types_known ? 0U : 1U;
        }
    }
    CHECK(gone == 650);
    CHECK(unknown == 398);
}

} // namespace
} // namespace polhist::reference
