#include "core/file.h"
#include "folder.h"
#include "git/pack.h"
#include "git/pack_index.h"
#include "git/repository.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <random>

namespace polhist::git {
namespace {

constexpr std::size_t count = 60;
constexpr std::size_t offsets = 8 + 1024 + count * 24; // where they begin in an index

// A repository of one pack of texts.
struct Packed {
    TestFolder folder;
    std::string path = folder / "r.git";
    std::deque<std::string> texts;
    std::vector<NewObject> objects;
    std::string index; // its path
    std::uint64_t pack_size = 0;

    Packed() {
        auto repository = Repository::create(path);
        REQUIRE(repository);
        for (std::size_t i = 0; i < count; ++i) {
            texts.push_back("text " + std::to_string(i));
            objects.push_back(
                {ObjectKind::blob, id_of(ObjectKind::blob, texts.back()), texts.back()});
        }
        REQUIRE(repository->write(objects));
        const auto indexes = sound_indexes(path + "/objects/pack");
        REQUIRE(indexes.size() == 1);
        index = indexes[0];
        pack_size = std::filesystem::file_size(pack());
    }

    [[nodiscard]] std::string pack() const {
        return std::filesystem::path(index).replace_extension(".pack");
    }

    [[nodiscard]] std::string bytes() const {
        constexpr std::size_t most = 1'000'000;
        return read_file(index, most).value().value();
    }

    void write(std::string_view bytes) const {
        std::filesystem::permissions(index, std::filesystem::perms::owner_all);
        std::ofstream(index, std::ios::binary | std::ios::trunc) << bytes;
    }

    [[nodiscard]] std::size_t readable() const {
        const auto repository = Repository::open(path);
        REQUIRE(repository);
        return static_cast<std::size_t>(std::ranges::count_if(objects, [&](const NewObject& one) {
            const auto read = repository->read(one.id, ObjectKind::blob);
            CHECK((!read || *read == one.bytes));
            return read.has_value();
        }));
    }
};

TEST_CASE("an index that leads out of its pack, or is cut off, is told") {
    const Packed packed;
    const std::string whole = packed.bytes();
    REQUIRE(whole.size() == offsets + count * 4 + 40);
    CHECK(stays_inside(whole, packed.pack_size));
    CHECK_FALSE(stays_inside(whole, packed.pack_size / 2));
    for (std::size_t size = 0; size < whole.size(); size += size < 900 ? 100 : 1) {
        CHECK_FALSE(stays_inside(whole.substr(0, size), packed.pack_size));
    }
    for (std::size_t i = 0; i < count; ++i) {
        // Out of the pack, into a table that is not there, and into its header.
        for (const char* offset : {"\x00\x01\x00\x00", "\x80\x00\x00\x00", "\x00\x00\x00\x0b"}) {
            std::string damaged = whole;
            damaged.replace(offsets + i * 4, 4, offset, 4);
            CHECK_FALSE(stays_inside(damaged, packed.pack_size));
        }
    }
}

TEST_CASE("an index leads into packs of any size") {
    const auto id = [](unsigned char first) {
        ObjectId made;
        made.bytes[0] = first;
        return made;
    };
    const std::string index = index_of({{id(9), 12, 0x01020304},
                                        {id(5), 0x1'0000'0002, 5},
                                        {id(5), 0x7fff'ffff, 6},
                                        {id(255), 0x8000'0000, 7}},
                                       std::string(20, 'x'));
    CHECK(stays_inside(index, 0x2'0000'0000));
    CHECK_FALSE(stays_inside(index, 0x1'0000'0000));
    const std::string_view tables = std::string_view(index).substr(8);
    CHECK(tables.substr(std::size_t{4} * 4, 4) == std::string_view("\0\0\0\0", 4));
    CHECK(tables.substr(std::size_t{4} * 5, 4) == std::string_view("\0\0\0\2", 4));
    CHECK(tables.substr(std::size_t{4} * 254, 8) == std::string_view("\0\0\0\3\0\0\0\4", 8));
    CHECK(tables.substr(1024 + 4 * 20, 16) ==
          std::string_view("\0\0\0\5\0\0\0\6\1\2\3\4\0\0\0\7", 16));
    CHECK(tables.substr(1024 + 4 * 24, 16) ==
          std::string_view("\x80\0\0\0\x7f\xff\xff\xff\0\0\0\x0c\x80\0\0\1", 16));
    CHECK(tables.substr(1024 + 4 * 28, 16) ==
          std::string_view("\0\0\0\1\0\0\0\2\0\0\0\0\x80\0\0\0", 16));
    CHECK(tables.substr(1024 + 4 * 32, 20) == std::string(20, 'x'));
}

TEST_CASE("an index of version 1 is told too") {
    std::string index(std::size_t{255} * 4, '\0');
    index += std::string("\0\0\0\1", 4); // one object
    const std::string rest(20 + 40, 'x');
    CHECK(stays_inside(index + std::string("\0\0\0\x0c", 4) + rest, 100));
    CHECK_FALSE(stays_inside(index + std::string("\0\0\0\x64", 4) + rest, 100));
    CHECK_FALSE(stays_inside(index + std::string("\0\0\0\x0c", 4) + rest + "x", 100));
}

TEST_CASE("a damaged index gives nothing, or an error, never another object") {
    const Packed packed;
    const std::string whole = packed.bytes();
    CHECK(packed.readable() == count);
    std::string damaged = whole;
    damaged[offsets + 1] = '\1';
    packed.write(damaged);
    CHECK(packed.readable() == 0);
    // The places of two objects exchanged.
    damaged = whole;
    std::swap_ranges(
        damaged.begin() + offsets, damaged.begin() + offsets + 4, damaged.begin() + offsets + 4);
    packed.write(damaged);
    CHECK(packed.readable() == count - 2);
    auto repository = Repository::open(packed.path);
    REQUIRE(repository);
    CHECK(repository->verify(packed.objects[0].id) != Presence::missing);
    CHECK(repository->damaged_packs() == std::vector{packed.index});
    std::filesystem::remove(packed.index);
    const auto made = repository->new_index(packed.pack());
    REQUIRE(made);
    CHECK(*made == whole);
    REQUIRE(repository->put_index(packed.pack(), *made));
    CHECK(repository->damaged_packs().empty());
    CHECK(packed.readable() == count);
    CHECK(packed.bytes() == whole);
}

TEST_CASE("a pack whose header or checksum is damaged is mended by its index") {
    const Packed packed;
    const std::string whole = read_file(packed.pack(), 1'000'000).value().value();
    auto repository = Repository::open(packed.path);
    REQUIRE(repository);
    CHECK_FALSE(repository->mend_pack(packed.pack()).value());
    for (const std::size_t at :
         {std::size_t{0}, std::size_t{7}, std::size_t{11}, whole.size() - 20, whole.size() - 1}) {
        CAPTURE(at);
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        std::filesystem::permissions(packed.pack(), std::filesystem::perms::owner_all);
        std::ofstream(packed.pack(), std::ios::binary | std::ios::trunc) << damaged;
        CHECK(repository->mend_pack(packed.pack()).value());
        CHECK(packed.readable() == count);
        CHECK(read_file(packed.pack(), 1'000'000).value() == whole);
    }
    // What is not the header's is left as it is.
    std::string damaged = whole;
    damaged[whole.size() / 2] = static_cast<char>(damaged[whole.size() / 2] ^ 1);
    std::filesystem::permissions(packed.pack(), std::filesystem::perms::owner_all);
    std::ofstream(packed.pack(), std::ios::binary | std::ios::trunc) << damaged;
    CHECK_FALSE(repository->mend_pack(packed.pack()).value());
    CHECK_FALSE(repository->new_index(packed.pack()));
}

TEST_CASE("a pack whose checksum is cut off is mended, one that lost more is not") {
    const Packed packed;
    const std::string whole = read_file(packed.pack(), 1'000'000).value().value();
    const std::string index = packed.bytes();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        const auto mended = mended_pack(whole.substr(0, size), index);
        CHECK(mended.has_value() == (size >= whole.size() - 20));
        CHECK((!mended || *mended == whole));
    }
    CHECK(mended_pack(whole + "more", index) == whole);
    CHECK_FALSE(mended_pack(whole, index));
    for (std::size_t size = 0; size < index.size(); ++size) {
        CHECK_FALSE(mended_pack(whole.substr(1), std::string_view(index).substr(0, size)));
    }
}

TEST_CASE("a pack is not mended by the index of another") {
    const std::string none = index_of({}, std::string(20, 'x'));
    CHECK_FALSE(mended_pack(pack_of({}).bytes, none));
    CHECK_FALSE(mended_pack("", none));
    CHECK_FALSE(mended_pack(std::string(50, 'x'), none));
}

TEST_CASE("a delta that is cut off by the end of its pack ends nobody's patience") {
    std::string text;
    for (int i = 0; text.size() < 2000; ++i) {
        text += std::to_string(i * i);
    }
    const std::string changed = text + "more";
    const std::vector<NewObject> all{
        {ObjectKind::blob, id_of(ObjectKind::blob, text), text},
        {ObjectKind::blob, id_of(ObjectKind::blob, changed), changed, 0}};
    const TestFolder folder;
    std::string name;
    {
        auto repository = Repository::create(folder / "r.git");
        REQUIRE(repository);
        name = repository->write_packed(all).value();
    }
    const std::string path = folder / ("r.git/objects/pack/" + name + ".pack");
    const std::string whole = read_file(path, 1'000'000).value().value();
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    const std::uint64_t delta = pack_of(all).objects[1].offset;
    CHECK(size_at(whole, delta) == changed.size());
    for (std::size_t size = delta; size < whole.size() - 20; ++size) {
        CAPTURE(size);
        std::ofstream(path, std::ios::binary | std::ios::trunc)
            << whole.substr(0, size) << whole.substr(whole.size() - 20);
        const auto repository = Repository::open(folder / "r.git");
        REQUIRE(repository);
        CHECK_FALSE(repository->read(all[1].id));
        CHECK(repository->verify(all[1].id) ==
              (size < delta + 2 ? Presence::missing : Presence::damaged));
    }
}

TEST_CASE("the size of an object is known before it is read") {
    std::mt19937 random(3); // NOLINT(cert-msc51-cpp): the same on every run
    std::deque<std::string> texts;
    std::vector<NewObject> all;
    for (int i = 0; i < 80; ++i) {
        std::string text = i % 9 == 0 ? std::string() : texts.back();
        text.insert(text.size() / 2, std::to_string(random()));
        texts.push_back(text);
        const ObjectId id = id_of(ObjectKind::blob, texts.back());
        all.push_back(
            {ObjectKind::blob, id, texts.back(), i == 0 ? NewObject::no_base : all.size() - 1});
    }
    const Pack pack = pack_of(all);
    const std::string index = index_of(pack.objects, pack.checksum());
    for (const NewObject& object : all) {
        const auto place = place_of(index, object.id);
        REQUIRE(place);
        CHECK(size_at(pack.bytes, *place) == object.bytes.size());
    }
    CHECK_FALSE(place_of(index, id_of(ObjectKind::blob, "no such text")));
    CHECK_FALSE(place_of("", all[0].id));
    for (std::size_t i = 0; i < 500; ++i) {
        // Whatever is at a place: an answer, or none.
        static_cast<void>(size_at(pack.bytes, random() % (pack.bytes.size() + 10)));
        static_cast<void>(
            size_at(std::string_view(pack.bytes).substr(0, random() % 200), random() % 200));
    }
}

TEST_CASE("a sound loose object is read where its packed copy is damaged") {
    // A size of four bytes, of which a flipped bit makes one of gigabytes.
    const std::string text = [] {
        std::string made;
        for (int i = 0; made.size() < 300'000; ++i) {
            made += std::to_string(i * i);
        }
        return made;
    }();
    const NewObject object{ObjectKind::blob, id_of(ObjectKind::blob, text), text};
    const TestFolder folder;
    auto repository = Repository::create(folder / "r.git");
    REQUIRE(repository);
    const std::vector<NewObject> all{object};
    REQUIRE(repository->write(all));
    const auto name = repository->write_packed(all);
    REQUIRE(name);
    const std::string path = folder / ("r.git/objects/pack/" + *name + ".pack");
    std::string pack = read_file(path, 1'000'000).value().value();
    pack[12 + 2] = static_cast<char>(pack[12 + 2] ^ 0x80);
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << pack;
    const auto again = Repository::open(folder / "r.git");
    REQUIRE(again);
    CHECK(again->read(object.id, ObjectKind::blob).value() == text);
    CHECK(again->verify(object.id) == Presence::there);
}

} // namespace
} // namespace polhist::git
