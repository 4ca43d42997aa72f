#include "folder.h"
#include "git/common.h"
#include "git/walk.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace polhist::git {
namespace {

// The files of a commit, by path.
using Files = std::map<std::string, std::string>;

// A history in a repository of its own, and what a plain comparison of all files says of it.
class History {
public:
    explicit History(unsigned seed) : random_(seed) {
        auto repository = Repository::create(folder_ / "r.git");
        REQUIRE(repository);
        repository_.emplace(std::move(*repository));
    }

    // A commit of these files; gives its position.
    std::size_t commit(Files files, const std::vector<std::size_t>& parents) {
        std::vector<ObjectId> ids(parents.size());
        std::ranges::transform(
            parents, ids.begin(), [&](std::size_t parent) { return commits_[parent].id; });
        commits_.push_back({write(tree_of(files, {}), ids), std::move(files), parents});
        return commits_.size() - 1;
    }

    // A commit that changes some of what its parents have.
    std::size_t change(const std::vector<std::size_t>& parents) {
        Files files;
        for (const std::size_t parent : parents) {
            for (const auto& [path, text] : commits_[parent].files) {
                put(files, path, text);
            }
        }
        const std::size_t changes = random_() % 4;
        for (std::size_t i = 0; i <= changes; ++i) {
            const std::string path = some_path();
            if (random_() % 3 == 0) {
                files.erase(path);
            } else {
                put(files, path, std::to_string(random_() % 3));
            }
        }
        return commit(std::move(files), parents);
    }

    void compare() const {
        const auto walked = walk(*repository_, commits_.back().id);
        REQUIRE(walked);
        std::set<std::string> told;
        for (const Change& change : walked->changes) {
            told.insert(hex(walked->commits[change.commit].id) + ' ' + walked->paths[change.path] +
                        ' ' + (change.blob.is_zero() ? "gone" : hex(change.blob)));
        }
        CHECK(told.size() == walked->changes.size());
        for (const std::string& said : plainly()) {
            CAPTURE(said);
            CHECK(told.erase(said) == 1);
        }
        CHECK(told.empty());
        std::set<std::string> newest;
        for (const std::uint32_t path : walked->newest) {
            newest.insert(walked->paths[path]);
        }
        std::set<std::string> held;
        for (const auto& [path, text] : commits_.back().files) {
            held.insert(path);
        }
        CHECK(newest == held);
    }

private:
    struct Made {
        ObjectId id;
        Files files;
        std::vector<std::size_t> parents;
    };

    // Names of which some begin others, so that folders and files sort apart.
    std::string some_path() {
        static constexpr std::array<const char*, 6> names{"a", "a-", "a0", "ab", "b", "\xff"};
        std::string path = names[random_() % names.size()];
        if (random_() % 2 == 0) {
            path += random_() % 2 == 0 ? "/a" : "/a/b";
        } else if (random_() % 3 == 0) {
            path += std::to_string(random_() % 40);
        }
        return path;
    }

    // A path that is a folder no longer is one once it is a file, and the other way round.
    static void put(Files& files, const std::string& path, const std::string& text) {
        std::erase_if(files, [&](const auto& file) {
            return file.first.starts_with(path + '/') || path.starts_with(file.first + '/');
        });
        files[path] = text;
    }

    ObjectId add(ObjectKind kind, const std::string& bytes) {
        const ObjectId id = id_of(kind, bytes);
        REQUIRE(repository_->write(std::vector<NewObject>{{kind, id, bytes}}));
        return id;
    }

    // The tree of the files under a prefix.
    ObjectId tree_of(const Files& files, const std::string& prefix) { // NOLINT(misc-no-recursion)
        std::map<std::string, std::optional<std::string>> names;      // with the texts of files
        for (const auto& [path, text] : files) {
            if (path.starts_with(prefix)) {
                const std::string rest = path.substr(prefix.size());
                const std::size_t slash = rest.find('/');
                names[rest.substr(0, slash)] =
                    slash == std::string::npos ? std::optional(text) : std::nullopt;
            }
        }
        std::vector<TreeEntry> entries;
        entries.reserve(names.size());
        for (const auto& [name, text] : names) {
            entries.push_back(
                text ? TreeEntry{TreeEntry::Kind::file, name, add(ObjectKind::blob, *text)}
                     : TreeEntry{
                           TreeEntry::Kind::folder, name, tree_of(files, prefix + name + '/')});
        }
        return add(ObjectKind::tree, write_tree(std::move(entries)));
    }

    ObjectId write(const ObjectId& tree, const std::vector<ObjectId>& parents) {
        std::string bytes = "tree " + hex(tree) + '\n';
        for (const ObjectId& parent : parents) {
            bytes += "parent " + hex(parent) + '\n';
        }
        const std::string time = std::to_string(1000 + commits_.size());
        return add(ObjectKind::commit, bytes + "committer a <a@b> " + time + " +0000\n\nx\n");
    }

    [[nodiscard]] std::set<std::string> plainly() const {
        std::set<std::string> said;
        for (const Made& commit : commits_) {
            const auto in_parents = [&](const auto& holds) {
                return std::ranges::count_if(commit.parents, [&](std::size_t parent) {
                    return holds(commits_[parent].files);
                });
            };
            for (const auto& [path, text] : commit.files) {
                const auto same = [&, &path = path, &text = text](const Files& files) {
                    const auto found = files.find(path);
                    return found != files.end() && found->second == text;
                };
                if (in_parents(same) == 0) {
                    said.insert(hex(commit.id) + ' ' + path + ' ' +
                                hex(id_of(ObjectKind::blob, text)));
                }
            }
            const auto all = static_cast<std::ptrdiff_t>(commit.parents.size());
            for (const auto& [path, text] :
                 all == 0 ? Files() : commits_[commit.parents[0]].files) {
                const auto has = [&path = path](const Files& files) {
                    return files.contains(path);
                };
                if (!commit.files.contains(path) && in_parents(has) == all) {
                    said.insert(hex(commit.id) + ' ' + path + " gone");
                }
            }
        }
        return said;
    }

    TestFolder folder_;
    std::optional<Repository> repository_;
    std::mt19937 random_;
    std::vector<Made> commits_;
};

TEST_CASE("a walk tells what a comparison of all files tells") {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        History history(seed);
        std::mt19937 random(seed); // NOLINT(cert-msc51-cpp): the same on every run
        std::vector<std::size_t> open{history.change({})};
        for (int i = 0; i < 40; ++i) {
            if (open.size() > 1 && random() % 3 == 0) {
                open = {history.change(open)};
            } else {
                const std::size_t at = random() % open.size();
                const std::size_t next = history.change({open[at]});
                // Both a next one and a branch.
                if (random() % 4 == 0 && open.size() < 3) {
                    open.push_back(next);
                } else {
                    open[at] = next;
                }
            }
        }
        history.change(open);
        history.compare();
    }
}

TEST_CASE("a name that ends like an entry is none") {
    // The bytes of the second tree end in those of the first, and the other way round.
    History history(1);
    const std::size_t first = history.commit({{"b", "1"}, {"d/c", "2"}}, {});
    const std::size_t second =
        history.commit({{"a 100644 b", "1"}, {"d/a 100644 c", "2"}}, {first});
    history.commit({{"b", "1"}, {"d/c", "2"}}, {second});
    history.compare();
}

TEST_CASE("what two texts have in common") {
    std::string text;
    for (int i = 0; i < 200; ++i) {
        text += std::to_string(i);
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        CAPTURE(i);
        std::string other = text;
        other[i] = '!';
        CHECK(common_front(text, other) == i);
        CHECK(common_end(text, other) == text.size() - 1 - i);
        CHECK(common_front(text, text.substr(0, i)) == i);
        CHECK(common_end(text, text.substr(i)) == text.size() - i);
    }
}

} // namespace
} // namespace polhist::git
