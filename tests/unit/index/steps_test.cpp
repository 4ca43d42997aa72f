#include "core/file.h"
#include "folder.h"
#include "index/steps.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

namespace polhist::index {
namespace {

namespace fs = std::filesystem;

diff::Step some_step() {
    diff::StandIns all;
    diff::Step step;
    step.access.verdict = access::Verdict::mixed;
    step.added = 3;
    step.removed = 300;
    step.summary = "+3 actions";
    access::Request request{"s3:GetObject", "*", {{"aws:x", {"1", "2"}}, {"y", {}}}, {}};
    step.access.gained.push_back(
        {all.of(1, {}), request, all.of(2, "Sid"), {"k"}, access::Via::star_crosses_colon, "why"});
    request.principal = policy::Principal{"AWS", "*"};
    step.access.lost.push_back({all.of(1, "Sid"), request, nullptr, {}, access::Via::nothing, {}});
    step.access.doubts.push_back(
        {access::Side::before, all.of(1, {}), "too hard", access::Side::before});
    access::Denials& denies = step.access.denies;
    denies.verdict = access::DenialVerdict::less;
    denies.less.push_back(
        {all.of(3, {}), request, nullptr, {}, access::Via::impossible_request, "x and y"});
    denies.doubts.push_back({access::Side::after, all.of(4, {}), "unknown", std::nullopt});
    step.access.overall = access::Verdict::undecided;
    step.actions = {{"s3:Get*", "s3:List"}, {}, {"iam:*"}};
    step.statements = all.all();
    return step;
}

std::string kept_file(const std::string& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            return entry.path().string();
        }
    }
    return {};
}

TEST_CASE("a step comes back as it was") {
    const std::string bytes = encoded(some_step());
    const auto step = decoded_step(bytes);
    REQUIRE(step);
    CHECK(encoded(*step) == bytes);
    REQUIRE(step->access.gained.size() == 1);
    CHECK(step->access.gained.front().statement->index == 1);
    CHECK(step->access.gained.front().because->sid == "Sid");
    CHECK(step->access.gained.front().request.context.at("aws:x").size() == 2);
    CHECK(step->access.lost.front().request.principal->value == "*");
    CHECK(step->access.lost.front().because == nullptr);
    CHECK(step->access.doubts.front().side == access::Side::before);
    CHECK(step->access.doubts.front().direction == access::Side::before);
    CHECK(step->access.gained.front().absent == std::vector<std::string>{"k"});
    CHECK(step->access.gained.front().via == access::Via::star_crosses_colon);
    CHECK(step->access.gained.front().note == "why");
    CHECK(step->access.denies.verdict == access::DenialVerdict::less);
    CHECK(step->access.denies.more.empty());
    CHECK(step->access.denies.less.front().statement->index == 3);
    CHECK(step->access.denies.doubts.front().direction == std::nullopt);
    CHECK(step->access.verdict == access::Verdict::mixed);
    CHECK(step->access.overall == access::Verdict::undecided);
    CHECK(step->actions == some_step().actions);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        CAPTURE(i);
        CHECK_FALSE(decoded_step(std::string_view(bytes).substr(0, i)));
    }
}

TEST_CASE("steps are kept for the policy and the documents that they are of") {
    const TestFolder folder;
    fs::create_directory(folder / "index");
    const timeline::PolicyKey policy{"aws", "P"};
    Steps steps(folder / "index", policy);
    CHECK_FALSE(steps.find("aa", "bb"));
    steps.keep("aa", "bb", some_step());
    steps.keep("not hex", "", some_step());
    steps.save();
    const Steps again(folder / "index", policy);
    REQUIRE(again.find("aa", "bb"));
    CHECK(encoded(*again.find("aa", "bb")) == encoded(some_step()));
    CHECK(again.find("not hex", ""));
    CHECK_FALSE(again.find("bb", "aa"));
    CHECK_FALSE(Steps(folder / "index", {"local", "P"}).find("aa", "bb"));
    CHECK_FALSE(Steps("", policy).find("aa", "bb"));
}

TEST_CASE("damaged steps are none") {
    const TestFolder folder;
    fs::create_directory(folder / "index");
    const timeline::PolicyKey policy{"aws", "P"};
    Steps steps(folder / "index", policy);
    steps.keep("aa", "bb", some_step());
    steps.save();
    const std::string path = kept_file(folder / "index");
    const std::string whole = read_file(path, 1'000'000).value().value();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        CAPTURE(i);
        std::string flipped = whole;
        flipped[i] = static_cast<char>(flipped[i] ^ 1);
        for (const std::string& bytes : {flipped, whole.substr(0, i)}) {
            std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
            CHECK_FALSE(Steps(folder / "index", policy).find("aa", "bb"));
        }
    }
}

} // namespace
} // namespace polhist::index
