#include "bundled/bundled.h"
#include "fake_world.h"
#include "watch/known.h"

#include <doctest/doctest.h>

namespace polhist::watch {
namespace {

TEST_CASE("what a store knows") {
    FakeWorld world;
    CHECK(world.run());
    world.put_version("P", "v1", "2020-01-01T00:00:00Z", "s3:GetObject");
    CHECK(world.run());
    const auto known = known_versions(world.store(), {"local", "P"});
    REQUIRE(known.size() == 1);
    CHECK(known.front().version == "v1");
    CHECK(known_versions(world.store(), {"aws", "P"}).empty());
    CHECK(known_versions(world.store(), {"local", "Q"}).empty());
}

TEST_CASE("what an archive knows") {
    const bundled::Archive archive;
    const std::string name = "AWSServiceRoleForImageBuilder";
    const auto known = known_versions(archive, {"aws", name});
    REQUIRE(known.size() == 2);
    CHECK(known.back().version == "v13");
    CHECK(known.back().source == timeline::SourceClass::exact);
    CHECK(known_versions(archive, {"local", name}).empty());
}

} // namespace
} // namespace polhist::watch
