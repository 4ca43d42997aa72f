#include "core/file.h"
#include "folder.h"
#include "git/checksum.h"
#include "git/delta.h"
#include "git/pack.h"
#include "git/repository.h"
#include "git/walk.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <random>

namespace polhist::git {
namespace {

// Objects made of texts, each with the one before as its base.
class Texts {
public:
    void add(std::string text) {
        if (std::ranges::find(texts_, text) != texts_.end()) {
            return;
        }
        texts_.push_back(std::move(text));
        const std::size_t base = objects_.empty() ? NewObject::no_base : objects_.size() - 1;
        objects_.push_back(
            {ObjectKind::blob, id_of(ObjectKind::blob, texts_.back()), texts_.back(), base});
    }

    [[nodiscard]] const std::vector<NewObject>& objects() const { return objects_; }

private:
    std::deque<std::string> texts_;
    std::vector<NewObject> objects_;
};

// A text that grows and changes a little at a time, and now and then altogether.
Texts changing_texts(std::size_t count) {
    std::mt19937 random(11); // NOLINT(cert-msc51-cpp): the same on every run
    Texts texts;
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = text.empty() ? 0 : random() % text.size();
        switch (random() % 5) {
        case 0:
            text.insert(at, "line " + std::to_string(random()) + "\n");
            break;
        case 1:
            text.erase(at, random() % 90);
            break;
        case 2:
            text = text.substr(at) + text.substr(0, at);
            break;
        case 3:
            text.append(random() % 70'000, static_cast<char>('a' + i % 26));
            break;
        default:
            text += std::to_string(i);
            if (i % 7 == 0) {
                text.clear();
            }
        }
        if (text.size() > 400'000) {
            text.resize(1000);
        }
        texts.add(text);
    }
    return texts;
}

TEST_CASE("what git calls an object") {
    CHECK(hex(id_of(ObjectKind::blob, "")) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    CHECK(hex(id_of(ObjectKind::blob, "hello\n")) == "ce013625030ba8dba906f756967f9e9ca394464a");
    CHECK(hex(id_of(ObjectKind::tree, "")) == "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
    CHECK(parse_object_id(hex(id_of(ObjectKind::blob, "x"))) == id_of(ObjectKind::blob, "x"));
    for (const std::string_view text : {"",
                                        "e69de29bb2d1d6434b8b29ae775ad8c2e48c539",
                                        "E69DE29BB2D1D6434B8B29AE775AD8C2E48C5391",
                                        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391f",
                                        "g69de29bb2d1d6434b8b29ae775ad8c2e48c5391"}) {
        CHECK_FALSE(parse_object_id(text));
    }
}

TEST_CASE("objects come back from packs and from files of their own") {
    for (const std::size_t count : {std::size_t{1}, std::size_t{20}, std::size_t{400}}) {
        CAPTURE(count);
        const TestFolder folder;
        auto repository = Repository::create(folder / "r.git");
        REQUIRE(repository);
        const Texts texts = changing_texts(count);
        const auto written = repository->write(texts.objects());
        const std::string trouble = written ? "" : written.error().message;
        REQUIRE(trouble == "");
        auto again = Repository::open(folder / "r.git");
        REQUIRE(again);
        for (const NewObject& object : texts.objects()) {
            const auto read = again->read(object.id, ObjectKind::blob);
            REQUIRE(read);
            CHECK(*read == object.bytes);
            CHECK(again->verify(object.id) == Presence::there);
        }
        CHECK(again->verify(id_of(ObjectKind::blob, "no such text")) == Presence::missing);
        CHECK_FALSE(again->read(texts.objects()[0].id, ObjectKind::tree));
    }
}

TEST_CASE("a loose object that is cut off or changed is damaged, and is replaced") {
    const TestFolder folder;
    auto repository = Repository::create(folder / "r.git");
    REQUIRE(repository);
    Texts texts;
    texts.add("a text that is long enough to be cut off in many places");
    const NewObject& object = texts.objects()[0];
    REQUIRE(repository->write(texts.objects()));
    const std::string path =
        folder / ("r.git/objects/" + hex(object.id).substr(0, 2) + "/" + hex(object.id).substr(2));
    const std::string whole = read_file(path, 4096).value().value();
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    // Bits between the header of a block and its bytes mean nothing (RFC 1951, 3.2.4).
    std::size_t meaningless = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        CAPTURE(i);
        std::string flipped = whole;
        flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
        std::ofstream(path, std::ios::binary | std::ios::trunc) << whole.substr(0, i);
        CHECK(repository->verify(object.id) == Presence::damaged);
        std::ofstream(path, std::ios::binary | std::ios::trunc) << flipped;
        const bool damaged = repository->verify(object.id) == Presence::damaged;
        meaningless += damaged ? 0U : 1U;
        CHECK((damaged || repository->read(object.id, ObjectKind::blob) == object.bytes));
    }
    CHECK(meaningless <= 1);
    REQUIRE(repository->write(texts.objects()));
    CHECK(repository->verify(object.id) == Presence::there);
}

TEST_CASE("references move only from where they are thought to be") {
    const TestFolder folder;
    auto repository = Repository::create(folder / "r.git");
    REQUIRE(repository);
    Texts texts;
    texts.add("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
              "author a <a@b> 5 +0000\ncommitter a <a@b> 5 +0000\n\none\n");
    texts.add("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
              "author a <a@b> 6 +0000\ncommitter a <a@b> 6 +0000\n\ntwo\n");
    std::vector<NewObject> commits(texts.objects());
    for (NewObject& commit : commits) {
        commit.kind = ObjectKind::commit;
        commit.id = id_of(ObjectKind::commit, commit.bytes);
    }
    commits.push_back({ObjectKind::tree, id_of(ObjectKind::tree, ""), ""});
    REQUIRE(repository->write(commits));
    const ObjectId one = commits[0].id;
    const ObjectId two = commits[1].id;
    const std::string name = "refs/heads/main";
    CHECK(repository->reference(name).value() == std::nullopt);
    CHECK(repository->move_reference(name, {}, one, "made").value());
    CHECK(repository->reference(name).value() == one);
    CHECK_FALSE(repository->move_reference(name, {}, two, "made").value());
    CHECK_FALSE(repository->move_reference(name, two, one, "moved").value());
    CHECK(repository->move_reference(name, one, two, "moved").value());
    CHECK(repository->reference(name).value() == two);
}

TEST_CASE("trees and commits that are cut off are refused") {
    const ObjectId id = id_of(ObjectKind::blob, "x");
    const std::string tree = write_tree({{TreeEntry::Kind::file, "b", id},
                                         {TreeEntry::Kind::folder, "a", id},
                                         {TreeEntry::Kind::file, "a.x", id}});
    const auto entries = parse_tree(tree);
    REQUIRE(entries);
    CHECK(entries->size() == 3);
    CHECK((*entries)[0].name == "a.x"); // a folder sorts as `a/`
    CHECK((*entries)[1].name == "a");
    for (std::size_t i = 1; i < tree.size() / 3; ++i) {
        CHECK_FALSE(parse_tree(tree.substr(0, i)));
    }
    CHECK_FALSE(parse_commit(""));
    CHECK_FALSE(parse_commit("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nno time\n"));
    CHECK_FALSE(parse_commit("tree 12\ncommitter a <a> 1 +0000\n\n"));
}

TEST_CASE("a delta is not longer than it may be") {
    const std::string base(5000, 'x');
    CHECK(delta_of(base, base, 2500)->size() < 20);
    CHECK_FALSE(delta_of("abc", std::string(5000, 'y'), 100));
    CHECK(delta_of("", "", 10));
}

TEST_CASE("a delta that is damaged does not make its target") {
    const Texts texts = changing_texts(60);
    for (const NewObject& object : texts.objects()) {
        const std::string base = "before " + std::string(object.bytes.substr(0, 1000)) + " after";
        const std::string target(object.bytes.substr(0, 2000));
        const auto delta = delta_of(base, target, 3000);
        REQUIRE(delta);
        CHECK(makes(*delta, base, target));
        CHECK_FALSE(makes(*delta, base, target + '.'));
        CHECK_FALSE(makes(*delta, base + '.', target));
        for (std::size_t i = 0; i < delta->size(); ++i) {
            CHECK_FALSE(makes(std::string_view(*delta).substr(0, i), base, target));
            std::string flipped = *delta;
            flipped[i] = static_cast<char>(flipped[i] ^ 0x81);
            static_cast<void>(makes(flipped, base, target)); // may say the same in another way
        }
    }
    CHECK_FALSE(makes("", "", ""));
}

TEST_CASE("a pack gives back what it was made of and nothing else") {
    const Texts texts = changing_texts(30);
    const Pack whole = pack_of(texts.objects());
    CHECK(gives_back(whole, texts.objects()));
    CHECK(ends_in_checksum(whole.bytes));
    for (std::size_t i = 0; i < texts.objects().size(); ++i) {
        CAPTURE(i);
        std::vector<NewObject> others = texts.objects();
        std::string other(others[i].bytes);
        other.insert(other.size() / 2, "x");
        others[i].bytes = other;
        CHECK_FALSE(gives_back(whole, others));
        others = texts.objects();
        others[i].kind = ObjectKind::commit;
        const bool is_delta = (whole.bytes[whole.objects[i].offset] & 0x40) != 0;
        CHECK(gives_back(whole, others) == is_delta);
    }
}

TEST_CASE("a pack that is damaged does not give its objects back") {
    std::mt19937 random(5); // NOLINT(cert-msc51-cpp): the same on every run
    Texts texts;
    std::string text;
    for (int i = 0; i < 30; ++i) {
        for (int j = 0; j < 20; ++j) {
            text.insert(random() % (text.size() + 1), std::to_string(random()));
        }
        texts.add(text);
    }
    const Pack whole = pack_of(texts.objects());
    CHECK(gives_back(whole, texts.objects()));
    const std::size_t checksum = whole.bytes.size() - 20;
    std::size_t tried = 0;
    std::size_t told = 0;
    for (std::size_t i = 12; i < checksum; i += 1 + checksum / 997) {
        Pack flipped = whole;
        flipped.bytes[i] = static_cast<char>(flipped.bytes[i] ^ 0x10);
        told += gives_back(flipped, texts.objects()) ? 0U : 1U;
        ++tried;
    }
    // A few bits of what is compressed mean nothing.
    CHECK(told * 100 > tried * 99);
}

} // namespace
} // namespace polhist::git
