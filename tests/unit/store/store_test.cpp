#include "core/file.h"
#include "folder.h"
#include "git/repository.h"
#include "store/archive.h"
#include "store/fsck.h"
#include "store/lines.h"
#include "store/store.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <unistd.h>

namespace polhist::store {
namespace {

using timeline::Observation;
using timeline::SourceClass;
using Random = std::mt19937;

std::string hash_of(unsigned number) {
    return std::string(63, '0') + "0123456789abcdef"[number % 16];
}

Instant day(unsigned number) {
    return {number * std::int64_t{86'400'000'000}};
}

// One fact out of few, so that many are met twice.
void add_fact(Claims& claims, Random& random) {
    const std::vector<std::string> names{"P", "Q", "a/b", "\u00e4", std::string(250, 'n')};
    const timeline::PolicyKey policy{random() % 2 == 0 ? "aws" : "local",
                                     names[random() % names.size()]};
    const auto number = static_cast<unsigned>(random() % 3);
    const std::string id = "v" + std::to_string(number + 1);
    switch (random() % 8) {
    case 0:
        claims.policies.push_back(
            {policy, "arn:" + policy.name, day(number), SourceClass::catalogue});
        break;
    case 1:
        claims.versions.push_back({policy, id, hash_of(number), day(number), SourceClass::exact});
        break;
    case 2:
        claims.observations.push_back(
            {policy,
             "somebody",
             day(number + 1),
             number == 0 ? Observation::Kind::gap : Observation::Kind::in_force,
             number == 0 ? "" : id,
             number == 0 ? "" : hash_of(number),
             {}});
        break;
    case 3:
        claims.forms.push_back(
            {policy, hash_of(number), "{\"form\": " + std::to_string(random() % 4) + "}", {}, {}});
        break;
    case 4:
        claims.listings.push_back({policy, id, day(number)});
        break;
    case 5:
        claims.polls.push_back({"account/" + id, day(number), "local", {"managed"}, ""});
        break;
    case 6:
        claims.principals.push_back({{"111122223333", "role/" + policy.name},
                                     "account/" + id,
                                     day(number),
                                     "arn:role",
                                     {},
                                     {"arn:" + policy.name},
                                     {},
                                     {},
                                     number == 0 ? "" : "arn:boundary"});
        break;
    default:
        claims.updates.push_back(
            {{"a page", "2021-01-01"}, "2021-01-01", policy, "change " + id, "why", number});
    }
}

Claims random_claims(Random& random) {
    Claims claims;
    for (std::size_t count = random() % 12; count > 0; --count) {
        add_fact(claims, random);
    }
    return claims;
}

Store store_in(const TestFolder& folder, const std::string& name) {
    auto store = Store::open(folder / name, Access::writing);
    const std::string trouble = store ? "" : store.error().message;
    REQUIRE(trouble == "");
    return std::move(*store);
}

// The tree of the newest commit.
std::string tree_of(const std::string& path) {
    const auto repository = git::Repository::open(path);
    REQUIRE(repository);
    const auto head = repository->reference("refs/heads/main");
    return hex(repository->read(**head, git::ObjectKind::commit).and_then(git::parse_commit)->tree);
}

Recorded record(Store& store, const Claims& claims) {
    const auto recorded = store.record(claims, "test");
    const std::string trouble = recorded ? "" : recorded.error().message;
    REQUIRE(trouble == "");
    return *recorded;
}

TEST_CASE("imports in any order, and unions, end in one tree") {
    Random random(3); // NOLINT(cert-msc51-cpp): the same on every run
    const char* said = std::getenv("POLHIST_TEST_UNIONS"); // NOLINT(concurrency-mt-unsafe)
    const long rounds = said == nullptr ? 20 : std::strtol(said, nullptr, 10);
    for (long round = 0; round < rounds; ++round) {
        const TestFolder folder;
        std::vector<Claims> runs;
        runs.reserve(4);
        for (int i = 0; i < 4; ++i) {
            runs.push_back(random_claims(random));
        }
        Store forwards = store_in(folder, "forwards");
        Store backwards = store_in(folder, "backwards");
        Store odd = store_in(folder, "odd");
        Store even = store_in(folder, "even");
        for (std::size_t i = 0; i < runs.size(); ++i) {
            record(forwards, runs[i]);
            record(backwards, runs[runs.size() - 1 - i]);
            record(i % 2 == 0 ? even : odd, runs[i]);
        }
        const std::string tree = tree_of(folder / "forwards");
        CHECK(tree_of(folder / "backwards") == tree);
        REQUIRE(odd.merge(even, "union"));
        REQUIRE(even.merge(odd, "union"));
        CHECK(tree_of(folder / "odd") == tree);
        CHECK(tree_of(folder / "even") == tree);
        CHECK(odd.merge(forwards, "union")->commit.empty());
        // However they are put together: three in one, or one by one.
        Store left = store_in(folder, "left");
        Store right = store_in(folder, "right");
        record(left, runs[0]);
        record(right, runs[1]);
        REQUIRE(right.merge(even, "union"));
        REQUIRE(left.merge(right, "union"));
        CHECK(tree_of(folder / "left") == tree);
        CHECK(forwards.merge(forwards, "union")->commit.empty());
        CHECK(record(forwards, runs[0]).commit.empty());
        CHECK(check(forwards)->is_good());
        CHECK(check(odd)->is_good());
    }
}

TEST_CASE("what was recorded is read back") {
    const TestFolder folder;
    Claims claims;
    const timeline::PolicyKey policy{"aws", "P"};
    claims.policies.push_back({policy, "arn:p", {}, SourceClass::exact});
    claims.versions.push_back({policy, "v1", hash_of(1), day(1), SourceClass::exact});
    claims.versions.push_back({policy, "v2", hash_of(2), {}, SourceClass::minute});
    claims.observations.push_back({policy, "me", day(2), Observation::Kind::withdrawn, "", "", {}});
    claims.forms.push_back({policy, hash_of(1), std::string("bytes\0 and \xff", 12), day(1), {}});
    claims.prose.push_back({{"page", ""}, policy, "s", "i", {{"EC2", {"one", "two"}}}});
    claims.polls.push_back({"an \u00e4 observer", day(3), "1234", {"managed", "role"}, "abc"});
    claims.polls.push_back({"me", day(4), "", {}, ""});
    claims.principals.push_back({{"1234", "user/\u00e4 b"},
                                 "account/1234",
                                 day(3),
                                 "arn:u",
                                 day(1),
                                 {"arn:p", "arn:q"},
                                 {"inline"},
                                 {"g", "h"},
                                 "arn:b"});
    Store store = store_in(folder, "s");
    CHECK(store.policies()->empty());
    const Recorded recorded = record(store, claims);
    CHECK(recorded.claims == 9);
    CHECK(recorded.forms == 1);
    CHECK(recorded.commit == store.head());
    const Store again = Store::open(folder / "s", Access::reading).value();
    CHECK(again.head() == store.head());
    CHECK(again.policies().value() == std::vector{policy});
    const Claims read = again.claims_of(policy).value();
    CHECK(read.policies == claims.policies);
    CHECK(read.versions == claims.versions);
    CHECK(read.observations == claims.observations);
    REQUIRE(read.forms.size() == 1);
    CHECK(again.form(read.forms[0].blob).value() == claims.forms[0].bytes);
    CHECK(again.pages()->prose == claims.prose);
    CHECK(again.principals().value() == claims.principals);
    auto polls = again.polls().value();
    std::ranges::sort(polls);
    CHECK(polls == claims.polls);
    CHECK(again.claims_of({"local", "P"})->versions.empty());
    CHECK_FALSE(again.form("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"));
}

TEST_CASE("a policy of very many forms has them in folders") {
    const TestFolder folder;
    Claims claims;
    for (int i = 0; i < 1200; ++i) {
        claims.forms.push_back({{"aws", "P"}, hash_of(1), std::to_string(i), {}, {}});
    }
    Store at_once = store_in(folder, "at_once");
    Store slowly = store_in(folder, "slowly");
    record(at_once, claims);
    Claims half;
    half.forms.assign(claims.forms.begin(), claims.forms.begin() + 700);
    record(slowly, half);
    half.forms.assign(claims.forms.begin() + 600, claims.forms.end());
    record(slowly, half);
    CHECK(tree_of(folder / "slowly") == tree_of(folder / "at_once"));
    CHECK(check(slowly)->is_good());
    CHECK(slowly.claims_of({"aws", "P"})->forms.size() == 1200);
}

TEST_CASE("a name of several scopes needs its scope") {
    const TestFolder folder;
    Claims claims;
    claims.versions.push_back({{"aws", "P"}, "v1", hash_of(1), day(1), SourceClass::exact});
    claims.versions.push_back({{"local", "P"}, "v1", hash_of(2), day(2), SourceClass::exact});
    claims.policies.push_back({{"local", "P"}, "arn:x/P", {}, SourceClass::exact});
    {
        Store store = store_in(folder, "s");
        record(store, claims);
    }
    const Archive archive(Store::open(folder / "s", Access::reading).value());
    CHECK(archive.names() == std::vector<std::string>{"aws:P", "local:P"});
    CHECK(archive.history("P").error().message ==
          "`P` is a policy of several scopes; write one of `aws:P`, `local:P`");
    CHECK(archive.history("aws:P")->scope == "aws");
    CHECK(archive.name_of_arn("arn:x/P") == "local:P");
}

void write_file(const std::string& path, std::string_view text) {
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    std::ofstream(path, std::ios::trunc) << text;
}

TEST_CASE("a newer format, a stranger's folder and a lost history are no stores to use") {
    const TestFolder folder;
    { Store store = store_in(folder, "s"); }
    const auto why = [&] {
        const auto store = Store::open(folder / "s", Access::writing);
        return store ? std::string("opened") : store.error().message.substr((folder / "s").size());
    };
    std::filesystem::permissions(
        folder / "s", std::filesystem::perms::group_write, std::filesystem::perm_options::add);
    CHECK(why() == ": others may write to it; `chmod go-w` it if it is yours");
    std::filesystem::permissions(
        folder / "s", std::filesystem::perms::group_write, std::filesystem::perm_options::remove);
    CHECK(why() == "opened");
    write_file(folder / "s/polhist", "polhist store\nformat 2\n");
    CHECK(why() == "/polhist: has format 2, this polhist knows up to 1; use a newer one");
    write_file(folder / "s/polhist", "something else\n");
    CHECK(why() == ": is no store of polhist; where it was one, its file `polhist` is damaged, and "
                   "`polhist fsck --repair` makes it anew");
    std::filesystem::create_directories(folder / "full/of");
    CHECK_FALSE(Store::open(folder / "full", Access::writing));
    CHECK_FALSE(Store::open(folder / "nothing", Access::reading));
}

TEST_CASE("a lost reference is found again, and put back by the next run") {
    for (const bool emptied : {false, true}) {
        CAPTURE(emptied);
        const TestFolder folder;
        std::string head;
        {
            Store store = store_in(folder, "s");
            Claims claims;
            claims.versions.push_back({{"aws", "P"}, "v1", hash_of(1), day(1), SourceClass::exact});
            head = record(store, claims).commit;
        }
        const std::string path = folder / "s/refs/heads/main";
        if (emptied) {
            write_file(path, "");
        } else {
            std::filesystem::remove(path);
        }
        Store store = store_in(folder, "s");
        CHECK(store.head() == head);
        CHECK(store.notes().size() == 1);
        Claims more;
        more.versions.push_back({{"aws", "P"}, "v2", hash_of(2), day(2), SourceClass::exact});
        record(store, more);
        const Store again = Store::open(folder / "s", Access::reading).value();
        CHECK(again.notes().empty());
        CHECK(again.head() == store.head());
        CHECK(again.claims_of({"aws", "P"})->versions.size() == 2);
    }
}

TEST_CASE("nothing is recorded on top of an older commit while the newest is damaged") {
    const TestFolder folder;
    Store store = store_in(folder, "s");
    Claims claims;
    claims.versions.push_back({{"aws", "P"}, "v1", hash_of(1), day(1), SourceClass::exact});
    record(store, claims);
    claims.versions.push_back({{"aws", "P"}, "v2", hash_of(2), day(2), SourceClass::exact});
    const std::string newest = record(store, claims).commit;
    const std::string tree = tree_of(folder / "s");
    write_file(folder / ("s/objects/" + tree.substr(0, 2) + "/" + tree.substr(2)), "rubbish");
    {
        Store damaged = store_in(folder, "s");
        CHECK(damaged.notes().size() == 1);
        Claims more;
        more.versions.push_back({{"aws", "Q"}, "v1", hash_of(1), day(1), SourceClass::exact});
        CHECK_FALSE(damaged.record(more, "test"));
    }
    CHECK(repair(folder / "s")->is_good());
    const Store again = Store::open(folder / "s", Access::reading).value();
    CHECK(again.head() == newest);
    CHECK(again.claims_of({"aws", "P"})->versions.size() == 2);
}

TEST_CASE("an older reference that comes forth from among the packed ones is seen through") {
    const TestFolder folder;
    Store store = store_in(folder, "s");
    Claims claims;
    claims.versions.push_back({{"aws", "P"}, "v1", hash_of(1), day(1), SourceClass::exact});
    const std::string first = record(store, claims).commit;
    claims.versions.push_back({{"aws", "P"}, "v2", hash_of(2), day(2), SourceClass::exact});
    const std::string second = record(store, claims).commit;
    const std::string path = folder / "s/refs/heads/main";
    std::ofstream(folder / "s/packed-refs") << first << " refs/heads/main\n";
    std::filesystem::remove(path);
    {
        const Store read = Store::open(folder / "s", Access::reading).value();
        CHECK(read.head() == second);
        CHECK(read.notes().size() == 1);
        CHECK_FALSE(check(read)->is_good());
    }
    CHECK(repair(folder / "s")->is_good());
    CHECK(Store::open(folder / "s", Access::reading)->notes().empty());
    // Who goes back on purpose, as `git update-ref` does, is believed.
    const auto moved = git::Repository::open(folder / "s")
                           ->move_reference("refs/heads/main",
                                            *git::parse_object_id(second),
                                            *git::parse_object_id(first),
                                            "back");
    CHECK(moved.value());
    CHECK(Store::open(folder / "s", Access::reading)->head() == first);
}

TEST_CASE("a store whose file `polhist` was lost is no empty one, and gets it back") {
    const TestFolder folder;
    std::string head;
    {
        Store store = store_in(folder, "s");
        Claims claims;
        claims.versions.push_back({{"aws", "P"}, "v1", hash_of(1), day(1), SourceClass::exact});
        head = record(store, claims).commit;
    }
    std::filesystem::remove(folder / "s/polhist");
    CHECK(Store::exists(folder / "s"));
    CHECK_FALSE(Store::open(folder / "s", Access::writing));
    CHECK(repair(folder / "s")->is_good());
    CHECK(Store::open(folder / "s", Access::reading)->head() == head);
    // A repository of something else is left alone.
    REQUIRE(git::Repository::create(folder / "other"));
    CHECK_FALSE(repair(folder / "other"));
    CHECK_FALSE(std::filesystem::exists(folder / "other/polhist"));
}

TEST_CASE("a store of another user is not opened") {
    if (geteuid() != 0) {
        MESSAGE("only root can give a folder away: skipped");
        return;
    }
    const TestFolder folder;
    { Store store = store_in(folder, "s"); }
    REQUIRE(chown((folder / "s").c_str(), 1, 1) == 0);
    CHECK(Store::open(folder / "s", Access::reading).error().message ==
          (folder / "s") + ": belongs to another user; `polhist merge` a copy");
}

TEST_CASE("claims that do not belong to whom a file is of are refused") {
    const std::string version = R"({"version":{"id":"v1","document":"0","source":"exact"}})";
    const std::string update = R"({"update":{"policy":"P","change":"c"}})";
    const std::string poll = R"({"poll":{"at":"2021-01-01T00:00:00Z"}})";
    for (const auto& [subject, line] :
         {std::pair{R"({"of":{"page":"T"}})", version},
          std::pair{R"({"of":{"page":"T"}})", poll},
          std::pair{R"({"of":{"scope":"a","policy":"P"}})", poll},
          std::pair{R"({"of":{"observer":"o"}})", version},
          std::pair{R"({"of":{"observer":"o"}})", update},
          std::pair{R"({"of":{"observer":"o"}})", std::string(R"({"poll":{}})")},
          std::pair{R"({"of":{"observer":"o","page":"T"}})", poll},
          std::pair{R"({"of":{"observer":"o","scope":"a","policy":"P"}})", poll},
          std::pair{R"({"of":{"scope":"a","policy":"P"}})", update}}) {
        const auto& shown = line; // clang 14 captures no bindings
        CAPTURE(shown);
        Claims claims;
        CHECK_FALSE(read_claims("x", std::string(subject) + "\n" + line + "\n", claims));
    }
}

TEST_CASE("repair makes lost trees anew, and says what is lost") {
    const TestFolder folder;
    Claims claims;
    claims.versions.push_back({{"aws", "P"}, "v1", hash_of(1), day(1), SourceClass::exact});
    claims.versions.push_back({{"aws", "Q"}, "v1", hash_of(1), day(1), SourceClass::exact});
    claims.forms.push_back({{"aws", "P"}, hash_of(1), "the bytes", day(1), {}});
    Store store = store_in(folder, "s");
    record(store, claims);
    const std::string tree = tree_of(folder / "s");
    const std::string blob = hex(git::id_of(git::ObjectKind::blob, "the bytes"));
    const auto file = [&](const std::string& id) {
        return folder / ("s/objects/" + id.substr(0, 2) + "/" + id.substr(2));
    };
    write_file(file(tree), "rubbish");
    CHECK(check(store)->damaged == std::vector{tree});
    CHECK(repair(folder / "s")->is_good());
    CHECK(tree_of(folder / "s") == tree);
    write_file(file(blob), "rubbish");
    CHECK_FALSE(repair(folder / "s")->is_good());
    CHECK_FALSE(store.form(blob));
    record(store, claims);
    CHECK(tree_of(folder / "s") == tree);
    CHECK(check(store)->is_good());
}

// A store whose claims are in one pack, which is `path`.
Claims packed_claims() {
    Claims claims;
    for (unsigned i = 0; i < 40; ++i) {
        const PolicyKey policy{"aws", "P" + std::to_string(i)};
        claims.versions.push_back({policy, "v1", hash_of(i), day(1), SourceClass::exact});
        claims.forms.push_back({policy, hash_of(i), "the bytes " + policy.name, day(1), {}});
    }
    return claims;
}

// The only pack of a store; empty where there are more.
std::string pack_of_store(const std::string& store) {
    std::string found;
    for (const auto& entry : std::filesystem::directory_iterator(store + "/objects/pack")) {
        if (entry.path().extension() == ".pack") {
            if (!found.empty()) {
                return {};
            }
            found = entry.path();
        }
    }
    return found;
}

TEST_CASE("a repair that was interrupted is finished by the next") {
    const TestFolder folder;
    std::string head;
    {
        Store store = store_in(folder, "s");
        head = record(store, packed_claims()).commit;
    }
    const std::string tree = tree_of(folder / "s");
    const std::string pack = pack_of_store(folder / "s");
    const std::string whole = read_file(pack, 1'000'000).value().value();
    // A tree is lost: it is made anew, and no more is written than the pack of what is left.
    std::filesystem::path made;
    for (std::size_t at = whole.size() - 250; made.empty(); at -= 20) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        write_file(pack, bytes);
        std::filesystem::remove_all(folder / "other");
        std::filesystem::copy(
            folder / "s", folder / "other", std::filesystem::copy_options::recursive);
        REQUIRE(repair(folder / "other"));
        made = pack_of_store(folder / "other");
    }
    // As if it had been interrupted before the damaged pack was moved aside.
    REQUIRE(made.filename() != std::filesystem::path(pack).filename());
    for (const char* ending : {".pack", ".idx"}) {
        const auto file = std::filesystem::path(made).replace_extension(ending);
        std::filesystem::copy(file, folder / ("s/objects/pack/" + file.filename().string()));
    }
    CHECK(repair(folder / "s")->is_good());
    CHECK(tree_of(folder / "s") == tree);
    const Store store = Store::open(folder / "s", Access::reading).value();
    CHECK(store.head() == head);
    CHECK(store.policies()->size() == 40);
}

TEST_CASE("a pack with a damaged checksum loses nothing") {
    const TestFolder folder;
    {
        Store store = store_in(folder, "s");
        record(store, packed_claims());
    }
    const std::string tree = tree_of(folder / "s");
    const std::string pack = pack_of_store(folder / "s");
    std::string bytes = read_file(pack, 1'000'000).value().value();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    write_file(pack, bytes);
    CHECK(repair(folder / "s")->is_good());
    CHECK(tree_of(folder / "s") == tree);
    CHECK(Store::open(folder / "s", Access::reading)->policies()->size() == 40);
}

} // namespace
} // namespace polhist::store
