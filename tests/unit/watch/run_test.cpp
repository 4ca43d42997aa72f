#include "fake_world.h"
#include "watch/run.h"

#include <doctest/doctest.h>

#include <filesystem>

namespace polhist::watch {
namespace {

constexpr std::int64_t minute = 60'000'000;

TEST_CASE("the first look is the baseline, and what stays as it is is no news") {
    FakeWorld world;
    world.put("P", "s3:GetObject");
    CHECK(world.run());
    CHECK(world.told() == "");
    CHECK(world.commits() == 2);
    CHECK(world.run());
    CHECK(world.told() == "");
    CHECK(world.commits() == 2);
    CHECK(world.book().state("w").looked == world.now);
}

TEST_CASE("a change is recorded in one commit and told once") {
    FakeWorld world;
    world.put("P", "s3:GetObject");
    world.put("Q", "s3:GetObject");
    CHECK(world.run());
    world.put("P", "s3:GetObject,s3:PutObject");
    world.put("Q", "s3:ListBucket");
    CHECK(world.run());
    CHECK(world.commits() == 3);
    const std::vector<Letter> letters = world.sinks["one"].letters;
    REQUIRE(letters.size() == 2);
    CHECK(letters[0].headline.find("P: sha-") == 0);
    CHECK(letters[0].headline.find(", broader (+1 action)") != std::string::npos);
    CHECK(letters[0].lines == std::vector<std::string>{"  now allowed:", "    s3:PutObject on *"});
    CHECK(letters[0].command.find("polhist diff P sha-") == 0);
    CHECK(letters[1].headline.find(", mixed (+1 action  -1 action)") != std::string::npos);
    world.told();
    CHECK(world.run());
    CHECK(world.told() == "");
    CHECK(world.commits() == 3);
}

TEST_CASE("every kind of news") {
    FakeWorld world;
    world.put_version("P", "v1", "2020-01-01T00:00:00Z", "s3:GetObject");
    CHECK(world.run());
    world.put_version("P", "v2", "2020-02-01T00:00:00Z", "s3:*");
    CHECK(world.run());
    CHECK(world.told() == "P: v1 -> v2, broader (+1 action  -1 action)");
    world.put_version("P", "v1", "2020-01-01T00:00:00Z", "s3:GetObject");
    CHECK(world.run());
    CHECK(world.told() == "P: rolled back, v2 -> v1, narrower (+1 action  -1 action)");
    world.put_version("P", "v2", "2020-02-01T00:00:00Z", "s3:*");
    CHECK(world.run());
    CHECK(world.told() == "P: reinstated, v1 -> v2, broader (+1 action  -1 action)");
    world.put_version("P", "v1", "2020-03-01T00:00:00Z", "s3:Put*");
    CHECK(world.run());
    CHECK(world.told() == "P: created again, v2 -> v1, narrower (+1 action  -1 action)");
    world.put_version("P", "v1", "2020-03-01T00:00:00Z", "s3:*");
    CHECK(world.run());
    CHECK(world.told() == "P: another document under v1, after v1, broader (+1 action  -1 action)");
    const std::string last = world.policies["P"];
    world.policies.erase("P");
    CHECK(world.run());
    CHECK(world.told() == "P: withdrawn, was v1, narrower (-1 action)");
    world.policies["P"] = last;
    CHECK(world.run());
    CHECK(world.told() == "P: is back as v1, was v1, equivalent (no change in grants)");
    world.put_version("New", "v1", "2020-05-01T00:00:00Z", "s3:*");
    CHECK(world.run());
    CHECK(world.told() == "New: a new policy, v1, broader (+1 action)");
}

TEST_CASE("an identical re-publication is recorded and not told") {
    FakeWorld world;
    world.put_version("P", "v1", "2020-01-01T00:00:00Z", "s3:GetObject");
    CHECK(world.run());
    world.put_version("P", "v2", "2020-02-01T00:00:00Z", "s3:GetObject");
    CHECK(world.run());
    CHECK(world.told() == "");
    CHECK(world.commits() == 3);
    // The change after it is told against it.
    world.put_version("P", "v3", "2020-03-01T00:00:00Z", "s3:*");
    CHECK(world.run());
    CHECK(world.told() == "P: v2 -> v3, broader (+1 action  -1 action)");
}

TEST_CASE("what others import makes no news") {
    FakeWorld world;
    world.put_version("P", "v1", "2020-01-01T00:00:00Z", "s3:GetObject");
    CHECK(world.run());
    // Somebody else saw v2, before and after.
    FakeWorld other;
    other.put_version("P", "v2", "2020-02-01T00:00:00Z", "s3:*");
    other.subscription.id = "00000002";
    CHECK(other.run());
    REQUIRE(world.store().merge(other.store(), "merge"));
    CHECK(world.run());
    CHECK(world.told() == "");
    world.put_version("P", "v2", "2020-02-01T00:00:00Z", "s3:*");
    CHECK(world.run());
    CHECK(world.told() == "P: v1 -> v2, broader (+1 action  -1 action)");
}

TEST_CASE("filters") {
    FakeWorld world;
    world.put("P", "s3:GetObject");
    SUBCASE("by verdict") {
        world.subscription.on = {"broader"};
        CHECK(world.run());
        world.put("P", "s3:GetObject,s3:PutObject");
        CHECK(world.run());
        CHECK(world.told() != "");
        world.put("P", "s3:GetObject");
        CHECK(world.run());
        CHECK(world.told() == "");
        world.policies.erase("P");
        CHECK(world.run());
        CHECK(world.told() != "");
    }
    SUBCASE("by name") {
        world.subscription.policies = {"Q*"};
        CHECK(world.run());
        world.put("P", "s3:PutObject");
        world.put("Q1", "s3:PutObject");
        CHECK(world.run());
        CHECK(world.told().find("Q1: a new policy") == 0);
        CHECK(world.told() == "");
    }
    SUBCASE("by service") {
        world.subscription.services = {"ec2"};
        CHECK(world.run());
        world.put("P", "s3:PutObject");
        CHECK(world.run());
        CHECK(world.told() == "");
        world.put("P", "s3:PutObject,ec2:RunInstances");
        CHECK(world.run());
        CHECK(world.told() != "");
    }
}

TEST_CASE("a source that is not to be believed is no news") {
    FakeWorld world;
    CHECK(world.run());
    const auto all = world.policies;
    SUBCASE("it fails, and heals") {
        world.broken = "fake: down";
        CHECK_FALSE(world.run());
        CHECK(world.troubles == std::vector<std::string>{"w: fake: down"});
        CHECK(world.book().state("w").failing);
        world.broken.clear();
        CHECK(world.run());
        CHECK_FALSE(world.book().state("w").failing);
        CHECK(world.told() == "");
    }
    SUBCASE("it is empty") {
        world.policies.clear();
        CHECK_FALSE(world.run());
        RunOptions options;
        options.accept_loss = true;
        CHECK_FALSE(world.run(options));
        CHECK(world.told() == "");
    }
    SUBCASE("it lost over a tenth") {
        for (const char* name : {"Filler1", "Filler2", "Filler3"}) {
            world.policies.erase(name);
        }
        CHECK_FALSE(world.run());
        CHECK(world.told() == "");
        CHECK(world.commits() == 2);
        world.policies = all;
        CHECK(world.run());
        CHECK(world.told() == "");
        CHECK(world.commits() == 2);
    }
    SUBCASE("unless that is accepted") {
        for (const char* name : {"Filler1", "Filler2", "Filler3"}) {
            world.policies.erase(name);
        }
        RunOptions options;
        options.accept_loss = true;
        CHECK(world.run(options));
        CHECK(world.sinks["one"].letters.size() == 3);
    }
    SUBCASE("a tenth may go") {
        world.policies.erase("Filler1");
        world.policies.erase("Filler2");
        CHECK(world.run());
        CHECK(world.sinks["one"].letters.size() == 2);
    }
    SUBCASE("what cannot be read is not gone, and the rest is told") {
        world.policies["Filler1"] = "{";
        world.put("Filler2", "s3:PutObject");
        CHECK_FALSE(world.run());
        CHECK(world.told().find("Filler2: ") == 0);
        CHECK(world.book().state("w").looked < world.now);
    }
}

TEST_CASE("a source that is as it was is not read") {
    FakeWorld world;
    world.has_marks = true;
    CHECK(world.run());
    CHECK(world.run());
    CHECK(world.fetches == 1);
    // Where anything else may have changed, it is.
    FakeWorld other;
    other.subscription.id = "00000002";
    other.put("Other", "s3:*");
    CHECK(other.run());
    REQUIRE(world.store().merge(other.store(), "merge"));
    CHECK(world.run());
    CHECK(world.fetches == 2);
    CHECK(world.run());
    CHECK(world.fetches == 2);
}

TEST_CASE("a sink that fails holds up no other and loses nothing") {
    FakeWorld world;
    world.subscription.sinks = {"one", "two"};
    world.put("P", "s3:GetObject");
    CHECK(world.run());
    world.put("P", "s3:GetObject,s3:PutObject");
    world.put("Q", "s3:*");
    world.sinks["one"].room = 1;
    CHECK_FALSE(world.run());
    CHECK(world.sinks["one"].letters.size() == 1);
    CHECK(world.sinks["two"].letters.size() == 2);
    REQUIRE(world.troubles.size() == 1);
    CHECK(world.troubles[0].find("fake: down; next try after ") == 0);
    // Not before its time.
    world.sinks["one"].room = SIZE_MAX;
    world.now.microseconds -= minute;
    CHECK_FALSE(world.run());
    CHECK(world.sinks["one"].letters.size() == 1);
    CHECK(world.run());
    CHECK(world.sinks["one"].letters.size() == 2);
    CHECK(world.sinks["one"].letters[0].key != world.sinks["one"].letters[1].key);
    CHECK(world.sinks["two"].letters.size() == 2);
}

TEST_CASE("`--now` does not wait") {
    FakeWorld world;
    CHECK(world.run());
    world.put("P", "s3:*");
    world.sinks["one"].room = 0;
    for (int i = 0; i < 5; ++i) {
        CHECK_FALSE(world.run());
    }
    world.sinks["one"].room = 1;
    CHECK_FALSE(world.run());
    RunOptions options;
    options.at_once = true;
    CHECK(world.run(options));
    CHECK(world.told() != "");
}

TEST_CASE("after seven days a sink is parked, and nothing is dropped") {
    FakeWorld world;
    CHECK(world.run());
    world.put("P", "s3:*");
    world.sinks["one"].room = 0;
    for (int i = 0; i < 9 * 24; ++i) {
        CHECK_FALSE(world.run());
        world.now.microseconds += 60 * minute;
    }
    CHECK(world.book().state("w").sinks.begin()->second.attempts.parked);
    world.sinks["one"].room = 1;
    CHECK_FALSE(world.run());
    CHECK(world.told() == "");
    RunOptions options;
    options.at_once = true;
    CHECK(world.run(options));
    CHECK(world.told() != "");
    CHECK(world.run());
}

TEST_CASE("a letter that is refused lets others through") {
    FakeWorld world;
    CHECK(world.run());
    world.put("P", "s3:*");
    world.put("Q", "s3:*");
    world.sinks["one"].room = 0;
    world.sinks["one"].refusal = {false, "fake: 413", {}, true};
    CHECK_FALSE(world.run());
    CHECK(world.troubles.size() == 2);
}

TEST_CASE("what is remembered beside the store may be lost") {
    FakeWorld world;
    world.subscription.sinks = {"one", "two"};
    CHECK(world.run());
    world.put("P", "s3:*");
    world.put("Q", "s3:*");
    world.sinks["one"].room = 1;
    CHECK_FALSE(world.run());
    const std::string folder = world.book().folder("w");
    const std::string first = world.sinks["one"].letters[0].key;
    std::filesystem::remove(folder + "/state");
    SUBCASE("the state: nothing is told twice") {
        world.sinks["one"].room = SIZE_MAX;
        CHECK(world.run());
        CHECK(world.sinks["one"].letters.size() == 2);
    }
    SUBCASE("what was accepted too: told again, with its key") {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().filename().string().starts_with("accepted-")) {
                std::filesystem::remove(entry.path());
            }
        }
        world.sinks["one"].room = SIZE_MAX;
        CHECK(world.run());
        REQUIRE(world.sinks["one"].letters.size() == 3);
        CHECK(world.sinks["one"].letters[1].key == first);
    }
    CHECK(world.sinks["two"].letters.size() == 2);
}

TEST_CASE("a clock that is set neither loses nor repeats") {
    FakeWorld world;
    world.put("P", "s3:GetObject");
    CHECK(world.run());
    const Instant start = world.now;
    world.put("P", "s3:GetObject,s3:PutObject");
    CHECK(world.run());
    CHECK(world.told() != "");
    // Back before the baseline.
    world.now = Instant{start.microseconds - minute * 60 * 24 * 100};
    world.put("P", "s3:GetObject");
    world.put("Q", "s3:GetObject");
    CHECK(world.run());
    CHECK(world.sinks["one"].letters.size() == 2);
    world.told();
    CHECK(world.run());
    CHECK(world.told() == "");
    // Ahead.
    world.now = Instant{start.microseconds + minute * 60 * 24 * 1000};
    CHECK(world.run());
    CHECK(world.told() == "");
    world.put("P", "s3:*");
    CHECK(world.run());
    CHECK(world.sinks["one"].letters.size() == 1);
}

TEST_CASE("actions of one place stand together, and how many more there are") {
    FakeWorld world;
    world.put("P", "s3:A");
    CHECK(world.run());
    std::string actions = "s3:A";
    for (char c = 'B'; c <= 'Z'; ++c) {
        actions += std::string(",s3:") + c;
    }
    world.put("P", actions);
    CHECK(world.run());
    const std::vector<Letter> letters = world.sinks["one"].letters;
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].lines == std::vector<std::string>{
                                  "  now allowed:",
                                  "    s3:B, s3:C, s3:D, s3:E, s3:F, s3:G, s3:H, s3:I, s3:J, s3:K, "
                                  "s3:L, s3:M and 13 more on *"});
}

TEST_CASE("what a source brought before it had to stop is kept, and nothing follows from it") {
    FakeWorld world;
    world.unfinished = "fake: time was up";
    world.memory = "half";
    CHECK_FALSE(world.run());
    CHECK(world.troubles == std::vector<std::string>{"w: fake: time was up"});
    CHECK(world.known == 0);
    CHECK(world.commits() == 2);
    // The look that follows is the first.
    world.unfinished.clear();
    world.memory = "whole";
    CHECK(world.run());
    CHECK(world.remembered == "half");
    CHECK(world.known == 1);
    CHECK(world.told() == "");
    world.put("P", "s3:PutObject");
    CHECK(world.run());
    CHECK(world.told() != "");
    // Half of a source takes nothing away.
    const auto all = world.policies;
    world.policies = {{"P", all.at("P")}};
    world.unfinished = "fake: time was up";
    CHECK_FALSE(world.run());
    CHECK(world.told() == "");
    CHECK(world.remembered == "whole");
}

} // namespace
} // namespace polhist::watch
