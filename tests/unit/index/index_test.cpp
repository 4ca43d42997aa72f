#include "core/file.h"
#include "documents.h"
#include "folder.h"
#include "index/archive.h"
#include "index/fake_source.h"
#include "policy/canonical.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace polhist::index {
namespace {

namespace fs = std::filesystem;

std::string document(const std::string& action) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":")" + action +
           R"(","Resource":"*"}]})";
}

timeline::Claims some_pages() {
    timeline::Claims claims;
    claims.updates.push_back(
        {{"Page", "2021-08-11"}, "2021-08-11", {"aws", "P"}, "Change", "New permissions", 1});
    claims.prose.push_back({{"Page", ""}, {"aws", "P"}, "S", "I", {{"EC2", {"one", "two"}}}});
    return claims;
}

FakeSource& fill(FakeSource& source) {
    source.put(entry_of("aws", "P", {document("s3:Get*"), document("iam:PassRole")}));
    source.put(entry_of("aws", "Q", {document("ec2:RunInstances")}));
    source.put(entry_of("local", "Q", {document("s3:GetObject"), "no document"}));
    source.put(entry_of("local", "empty", {}));
    source.put_pages(some_pages());
    return source;
}

std::string bytes_of(const std::string& path) {
    return read_file(path, 1'000'000).value().value();
}

void write(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// The index of a folder, and whether it was found to be damaged.
struct Opened {
    std::shared_ptr<bool> damaged = std::make_shared<bool>(false);
    std::unique_ptr<Archive> archive;
};

Opened open(const std::string& folder) {
    Opened opened;
    if (auto chain = Chain::open(folder)) {
        opened.archive = std::make_unique<Archive>(std::move(*chain),
                                                   [damaged = opened.damaged] { *damaged = true; });
    }
    return opened;
}

std::string told(const Archive& archive) {
    return told(archive, archive.pages());
}

using Names = std::vector<std::string>;

TEST_CASE("an index answers what its source would") {
    const TestFolder folder;
    FakeSource source;
    REQUIRE(refresh(folder / "index", fill(source)));
    const Opened opened = open(folder / "index");
    REQUIRE(opened.archive);
    const Archive& archive = *opened.archive;
    CHECK(told(archive) == told(source));
    CHECK(archive.names() == Names{"P", "aws:Q", "empty", "local:Q"});
    CHECK(archive.count() == 4);
    CHECK(archive.has("P"));
    CHECK_FALSE(archive.has("R"));
    CHECK_FALSE(archive.has("local:P"));
    CHECK(archive.history("Q").error().message ==
          "`Q` is a policy of several scopes; write one of `aws:Q`, `local:Q`");
    CHECK(archive.history("R").error().message == "no policy `R` is in the store");
    CHECK(archive.name_of_arn("arn:aws:iam::local:policy/old/Q") == "local:Q");
    CHECK_FALSE(archive.name_of_arn("arn:aws:iam::other:policy/Q").has_value());
    CHECK_FALSE(*opened.damaged);
}

TEST_CASE("policies are found by what they may allow") {
    const TestFolder folder;
    FakeSource source;
    REQUIRE(refresh(folder / "index", fill(source)));
    const Opened opened = open(folder / "index");
    REQUIRE(opened.archive);

    // A document that cannot be read may allow anything.
    struct Row {
        std::string_view action;
        Names names;
    };

    const Row rows[] = {
        {"s3:GetObject", {"P", "local:Q"}},
        {"S3:GETOBJECT", {"P", "local:Q"}},
        {"iam:PassRole", {"P", "local:Q"}},
        {"ec2:RunInstances", {"aws:Q", "local:Q"}},
        {"sts:AssumeRole", {"local:Q"}},
        {"ec2:run*", {"aws:Q", "local:Q"}},
        {"s?:PutObject", {"local:Q"}},
        {"s3:*Object", {"P", "local:Q"}},
        {"*", {"P", "aws:Q", "local:Q"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.action);
        CHECK(opened.archive->names_that_may_allow(row.action) == row.names);
    }
}

TEST_CASE("how far policies are known, and when they were there without a version") {
    const TestFolder folder;
    FakeSource source;
    fill(source);
    REQUIRE(refresh(folder / "index", source));
    const Opened opened = open(folder / "index");
    REQUIRE(opened.archive);
    CHECK(opened.archive->known_until().value() == Instant{100});
    CHECK(opened.archive->names_unknown_at(Instant{-10}).value() == Names{});
    CHECK(opened.archive->names_unknown_at(Instant{-9}).value() ==
          Names{"P", "aws:Q", "empty", "local:Q"});
    CHECK(opened.archive->names_unknown_at(Instant{0}).value() == Names{"empty"});
    CHECK(opened.archive->names_unknown_at(std::nullopt).value() == Names{"empty"});

    // A poll of the observer alone reaches its policies, though none of them was read again.
    source.put_poll({"observer of Q", Instant{500}, {}, {}, {}});
    source.put_poll({"observer of Q", Instant{400}, {}, {}, {}});
    const std::size_t read = source.one_read;
    REQUIRE(refresh(folder / "index", source));
    CHECK(source.one_read == read);
    CHECK(source.all_read == 1);
    const Opened later = open(folder / "index");
    CHECK(later.archive->history("aws:Q")->known_until == Instant{500});
    CHECK(later.archive->history("P")->known_until == Instant{100});
    CHECK(later.archive->known_until().value() == Instant{500});

    // What a newer segment says of a policy counts.
    Entry known = entry_of("local", "empty", {document("s3:GetObject")});
    known.history.unknown.reset();
    source.put(std::move(known));
    REQUIRE(refresh(folder / "index", source));
    const Opened last = open(folder / "index");
    CHECK(last.archive->names_unknown_at(std::nullopt).value() == Names{});
    CHECK(last.archive->history("aws:Q")->known_until == Instant{500});
}

// What the versions of P allow, by their excerpts; empty where there are none.
std::string excerpts_of_p(const Archive& archive) {
    const auto history = archive.history("P");
    const auto excerpts =
        history && history->excerpts ? history->excerpts("*") : timeline::Excerpts();
    std::string text;
    for (std::size_t i = 0; excerpts && i < history->versions.size(); ++i) {
        text += policy::canonical_text(excerpts(i).value());
    }
    return text;
}

TEST_CASE("what a policy says of an action is known without its documents") {
    const TestFolder folder;
    FakeSource source;
    REQUIRE(refresh(folder / "index", fill(source)));
    // Another segment takes in what the first has.
    source.put(entry_of("aws", "R", {document("sqs:*")}));
    REQUIRE(refresh(folder / "index", source));
    const Opened opened = open(folder / "index");
    REQUIRE(opened.archive);
    CHECK(excerpts_of_p(*opened.archive) ==
          policy::canonical_text(document_of(document("s3:Get*"))) +
              policy::canonical_text(document_of(document("iam:PassRole"))));
    // One of its documents cannot be read: all have to be.
    const auto unreadable = opened.archive->history("local:Q");
    REQUIRE(unreadable);
    CHECK_FALSE(unreadable->excerpts);
}

TEST_CASE("an index of another commit is brought up to date, and only what changed is read") {
    const TestFolder folder;
    FakeSource source;
    REQUIRE(refresh(folder / "index", fill(source)));
    CHECK(source.all_read == 1);
    REQUIRE(refresh(folder / "index", source));
    CHECK(source.one_read == 0);
    for (int i = 0; i < 20; ++i) {
        CAPTURE(i);
        const std::string name(1, static_cast<char>('a' + i));
        source.put(entry_of("aws", name, {document("sqs:*")}));
        source.put(entry_of("aws", "Q", {document("ec2:*"), document(name + ":x")}));
        CHECK(Chain::open(folder / "index")->head() != source.head());
        REQUIRE(refresh(folder / "index", source, few));
        const Opened opened = open(folder / "index");
        REQUIRE(opened.archive);
        CHECK(told(*opened.archive) == told(source));
        CHECK(opened.archive->count() == source.entries().size());
        CHECK(opened.archive->names_that_may_allow(name + ":x") == Names{"aws:Q", "local:Q"});
        CHECK_FALSE(*opened.damaged);
    }
    CHECK(source.all_read == 1);
    CHECK(source.one_read == 40);
    CHECK(Chain::open(folder / "index")->segments().size() < 6);
    timeline::Claims pages = some_pages();
    pages.updates.front().description = "another";
    source.put_pages(pages);
    REQUIRE(refresh(folder / "index", source));
    CHECK(told(*open(folder / "index").archive) == told(source));
    CHECK(source.all_read == 1);
    // What nothing names any more is gone.
    const auto files = std::distance(fs::directory_iterator(folder / "index"), {});
    CHECK(static_cast<std::size_t>(files) == Chain::open(folder / "index")->segments().size() + 2);
}

TEST_CASE("a run that does much leaves the index to the first question") {
    const TestFolder folder;
    FakeSource source;
    REQUIRE(refresh(folder / "index", fill(source), few));
    CHECK_FALSE(fs::exists(folder / "index"));
    REQUIRE(refresh(folder / "index", source));
    const std::string head = source.head();
    source.put(entry_of("aws", "A", {}));
    source.put(entry_of("aws", "B", {}));
    REQUIRE(refresh(folder / "index", source, 1));
    CHECK(Chain::open(folder / "index")->head() == head);
    REQUIRE(refresh(folder / "index", source));
    CHECK(Chain::open(folder / "index")->head() == source.head());
    CHECK(source.all_read == 1);
}

TEST_CASE("an index that cannot be followed from its commit is made anew") {
    const TestFolder folder;
    FakeSource source;
    REQUIRE(refresh(folder / "index", fill(source)));
    FakeSource shorter;
    shorter.put(entry_of("aws", "P", {document("s3:*")}));
    REQUIRE(refresh(folder / "index", shorter));
    CHECK(shorter.all_read == 1);
    CHECK(told(*open(folder / "index").archive) == told(shorter));
}

// Puts broken bytes in the place of a file of an index, and sees that its answers are right, or
// known not to be.
void check_broken(const std::string& folder,
                  const std::string& file,
                  const std::string& bytes,
                  const std::string& right,
                  const std::string& right_excerpts) {
    write(file, bytes);
    const Opened opened = open(folder);
    if (!opened.archive) {
        return;
    }
    const std::string found = told(*opened.archive);
    const Names may = opened.archive->names_that_may_allow("iam:PassRole");
    const auto arn = opened.archive->name_of_arn("arn:aws:iam::aws:policy/P");
    const std::string excerpts = excerpts_of_p(*opened.archive);
    const bool is_right = found == right && excerpts == right_excerpts &&
                          may == Names{"P", "local:Q"} && arn == "aws:P";
    CHECK((is_right || *opened.damaged));
}

TEST_CASE("a damaged index never gives a wrong answer") {
    const TestFolder folder;
    const std::string index = folder / "index";
    FakeSource source;
    REQUIRE(refresh(index, fill(source)));
    source.put(entry_of("aws", "P", {document("s3:Get*"), document("iam:PassRole")}));
    REQUIRE(refresh(index, source));
    const std::string right = told(source);
    const std::string excerpts = excerpts_of_p(*open(index).archive);
    CHECK_FALSE(excerpts.empty());
    std::vector<std::string> files{index + "/current"};
    const Manifest manifest = read_manifest(index).value();
    for (const std::string& segment : manifest.segments) {
        files.push_back(fmt::format("{}/{}", index, segment));
    }
    for (const std::string& file : files) {
        CAPTURE(file);
        const std::string whole = bytes_of(file);
        REQUIRE(whole.size() > 50);
        for (std::size_t i = 0; i < whole.size(); ++i) {
            CAPTURE(i);
            std::string flipped = whole;
            flipped[i] = static_cast<char>(flipped[i] ^ (i % 2 == 0 ? 1 : 0x80));
            check_broken(index, file, flipped, right, excerpts);
            check_broken(index, file, whole.substr(0, i), right, excerpts);
        }
        check_broken(index, file, whole + "x", right, excerpts);
        write(file, whole);
    }
    REQUIRE(open(index).archive);
    CHECK(told(*open(index).archive) == right);
    fs::remove(files.back());
    CHECK_FALSE(open(index).archive);
    REQUIRE(refresh(index, source));
    CHECK(told(*open(index).archive) == right);
}

TEST_CASE("an update that meets a damaged segment makes the index anew") {
    const TestFolder folder;
    const std::string index = folder / "index";
    FakeSource source;
    source.put(entry_of("aws", "P", {document("s3:Get*")}));
    REQUIRE(refresh(index, source));
    const std::string file = index + '/' + read_manifest(index)->segments.front();
    std::string bytes = bytes_of(file);
    bytes[bytes.size() / 2] ^= 1;
    write(file, bytes);
    source.put(entry_of("aws", "Q", {document("s3:Get*")}));
    REQUIRE(refresh(index, source));
    CHECK(source.all_read == 2);
    CHECK(told(*open(index).archive) == told(source));
}

TEST_CASE("a place that cannot be written is an error, and harms nothing") {
    FakeSource source;
    CHECK_FALSE(refresh("/proc/self/no/index", fill(source)));
    const TestFolder folder;
    write(folder / "file", "");
    CHECK_FALSE(refresh(folder / "file", source));
}

TEST_CASE("a manifest is one as it was written, or none") {
    const Manifest manifest{std::string(40, 'a'), {std::string(16, '1'), std::string(16, '2')}};
    const std::string text = text_of(manifest);
    REQUIRE(manifest_in(text));
    CHECK(manifest_in(text)->head == manifest.head);
    CHECK(manifest_in(text)->segments == manifest.segments);
    for (const std::string& bad : {std::string(), std::string("../../x"), std::string(16, 'G')}) {
        CHECK_FALSE(manifest_in(text_of({std::string(40, 'a'), {bad}})));
        CHECK_FALSE(manifest_in(text_of({bad, {}})));
    }
}

} // namespace
} // namespace polhist::index
