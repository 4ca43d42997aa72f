#include "git/walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <list>
#include <unordered_map>

namespace polhist::git {
namespace {

// A tree with the bytes that its entries view; sorted by name alone, unlike git's own order.
struct Tree {
    std::string bytes;
    std::vector<TreeEntry> entries;
};

using TreePointer = std::shared_ptr<const Tree>;

// The trees read last.
class Trees {
public:
    explicit Trees(const Repository& repository)
        : repository_(repository),
          none_(std::make_shared<Tree>()) {}

    // A tree; an empty one for zero.
    Result<TreePointer> get(const ObjectId& id) {
        if (id.is_zero()) {
            return none_;
        }
        if (const auto found = index_.find(id); found != index_.end()) {
            order_.splice(order_.begin(), order_, found->second);
            return found->second->second;
        }
        auto tree = read(id);
        if (tree) {
            order_.emplace_front(id, *tree);
            index_[id] = order_.begin();
            if (order_.size() > kept) {
                index_.erase(order_.back().first);
                order_.pop_back();
            }
        }
        return tree;
    }

private:
    static constexpr std::size_t kept = 64;
    using Order = std::list<std::pair<ObjectId, TreePointer>>;

    [[nodiscard]] Result<TreePointer> read(const ObjectId& id) const {
        auto bytes = repository_.read(id, ObjectKind::tree);
        if (!bytes) {
            return tl::make_unexpected(std::move(bytes.error()));
        }
        const auto tree = std::make_shared<Tree>();
        tree->bytes = std::move(*bytes);
        auto entries = parse_tree(tree->bytes);
        if (!entries) {
            return failure(fmt::format(
                "{}: object {} is {}", repository_.folder(), hex(id), entries.error().message));
        }
        tree->entries = std::move(*entries);
        if (!std::ranges::is_sorted(tree->entries, {}, &TreeEntry::name)) {
            std::ranges::sort(tree->entries, {}, &TreeEntry::name);
        }
        return tree;
    }

    const Repository& repository_;
    TreePointer none_;
    Order order_;
    std::unordered_map<ObjectId, Order::iterator, ObjectIdHash> index_;
};

// Finds names in a tree; they must be asked for in their order.
class Cursor {
public:
    explicit Cursor(const Tree& tree) : at_(tree.entries.begin()), end_(tree.entries.end()) {}

    const TreeEntry* find(std::string_view name) {
        while (at_ != end_ && at_->name < name) {
            ++at_;
        }
        return at_ != end_ && at_->name == name ? &*at_ : nullptr;
    }

private:
    std::vector<TreeEntry>::const_iterator at_;
    std::vector<TreeEntry>::const_iterator end_;
};

// What stands under one name in a commit and in each of its parents; nothing where they lack it.
struct Place {
    std::string path;
    const TreeEntry* now = nullptr;
    std::vector<const TreeEntry*> then;
};

bool is_kind(const TreeEntry* entry, TreeEntry::Kind kind) {
    return entry != nullptr && entry->kind == kind;
}

ObjectId folder_in(const TreeEntry* entry) {
    return is_kind(entry, TreeEntry::Kind::folder) ? entry->id : ObjectId{};
}

class Walker {
public:
    explicit Walker(const Repository& repository) : repository_(repository), trees_(repository) {}

    Result<Walk> walk(const ObjectId& tip) {
        auto done = read_commits(tip);
        for (std::uint32_t i = 0; done && i < walk_.commits.size(); ++i) {
            const Commit& commit = commits_.at(walk_.commits[i].id);
            std::vector<ObjectId> before;
            for (const ObjectId& parent : commit.parents) {
                before.push_back(commits_.at(parent).tree);
            }
            commit_ = i;
            done = compare_folder(commit.tree, before, {});
        }
        if (done) {
            done = list(commits_.at(tip).tree, {});
        }
        if (!done) {
            return tl::make_unexpected(std::move(done.error()));
        }
        return std::move(walk_);
    }

private:
    static constexpr std::ptrdiff_t deepest = 32;

    Result<void> read_commits(const ObjectId& tip) {
        std::deque<ObjectId> waiting{tip};
        std::int64_t oldest = 0;
        while (!waiting.empty()) {
            const ObjectId id = waiting.front();
            waiting.pop_front();
            if (commits_.contains(id)) {
                continue;
            }
            auto commit = repository_.read(id, ObjectKind::commit).and_then(parse_commit);
            if (!commit) {
                return failure(fmt::format("{} ({})", commit.error().message, hex(id)));
            }
            const bool older = walk_.root.is_zero() || commit->seconds < oldest ||
                               (commit->seconds == oldest && id < walk_.root);
            if (commit->parents.empty() && older) {
                walk_.root = id;
                oldest = commit->seconds;
            }
            waiting.insert(waiting.end(), commit->parents.begin(), commit->parents.end());
            walk_.commits.push_back({id, commit->seconds});
            commits_.emplace(id, std::move(*commit));
        }
        return {};
    }

    // Compares a folder (zero: there is none) with those that the parents have in its place.
    Result<void> compare_folder(const ObjectId& now, // NOLINT(misc-no-recursion)
                                const std::vector<ObjectId>& then,
                                const std::string& prefix) {
        if (std::ranges::find(then, now) != then.end()) {
            return {};
        }
        if (std::ranges::count(prefix, '/') > deepest) {
            return failure(fmt::format("{}: folders over {} deep", prefix, deepest));
        }
        auto tree = trees_.get(now);
        if (!tree) {
            return tl::make_unexpected(std::move(tree.error()));
        }
        std::vector<TreePointer> parents;
        for (const ObjectId& id : then) {
            auto parent = trees_.get(id);
            if (!parent) {
                return tl::make_unexpected(std::move(parent.error()));
            }
            parents.push_back(std::move(*parent));
        }
        for (const Place& place : differences(**tree, parents, prefix)) {
            if (auto told = tell(place); !told) {
                return told;
            }
        }
        return {};
    }

    // The names under which a tree has something that no parent has, or lacks what all have.
    static std::vector<Place> differences(const Tree& tree,
                                          const std::vector<TreePointer>& parents,
                                          const std::string& prefix) {
        std::vector<Place> found;
        std::vector<Cursor> cursors = cursors_of(parents);
        std::size_t kept = 0; // names of the first parent that are still there
        std::vector<const TreeEntry*> then(parents.size());
        for (const TreeEntry& entry : tree.entries) {
            bool same = false;
            for (std::size_t i = 0; i < parents.size(); ++i) {
                then[i] = cursors[i].find(entry.name);
                same = same || (then[i] != nullptr && then[i]->id == entry.id);
            }
            kept += !then.empty() && then[0] != nullptr ? 1U : 0U;
            if (!same) {
                found.push_back({prefix + std::string(entry.name), &entry, then});
            }
        }
        if (!parents.empty() && kept < parents[0]->entries.size()) {
            add_gone(tree, parents, prefix, found);
        }
        return found;
    }

    static std::vector<Cursor> cursors_of(const std::vector<TreePointer>& trees) {
        std::vector<Cursor> cursors;
        cursors.reserve(trees.size());
        for (const TreePointer& tree : trees) {
            cursors.emplace_back(*tree);
        }
        return cursors;
    }

    static void add_gone(const Tree& tree,
                         const std::vector<TreePointer>& parents,
                         const std::string& prefix,
                         std::vector<Place>& found) {
        Cursor now(tree);
        std::vector<Cursor> cursors = cursors_of(parents);
        for (const TreeEntry& entry : parents[0]->entries) {
            std::vector<const TreeEntry*> then(cursors.size());
            std::ranges::transform(
                cursors, then.begin(), [&](Cursor& cursor) { return cursor.find(entry.name); });
            if (now.find(entry.name) == nullptr && std::ranges::find(then, nullptr) == then.end()) {
                found.push_back({prefix + std::string(entry.name), nullptr, then});
            }
        }
    }

    Result<void> tell(const Place& place) { // NOLINT(misc-no-recursion)
        const bool was_file = std::ranges::any_of(place.then, [](const TreeEntry* entry) {
            return is_kind(entry, TreeEntry::Kind::file);
        });
        if (is_kind(place.now, TreeEntry::Kind::file)) {
            add(place.path, place.now->id);
        } else if (was_file) {
            add(place.path, {});
        }
        std::vector<ObjectId> then;
        for (const TreeEntry* entry : place.then) {
            then.push_back(folder_in(entry));
        }
        const ObjectId now = folder_in(place.now);
        const bool was_folder =
            std::ranges::any_of(then, [](const ObjectId& id) { return !id.is_zero(); });
        return now.is_zero() && !was_folder ? Result<void>()
                                            : compare_folder(now, then, place.path + '/');
    }

    void add(const std::string& path, const ObjectId& blob) {
        walk_.changes.push_back({commit_, position_of(path), blob});
    }

    std::uint32_t position_of(const std::string& path) {
        const auto [found, fresh] =
            paths_.try_emplace(path, static_cast<std::uint32_t>(walk_.paths.size()));
        if (fresh) {
            walk_.paths.push_back(path);
        }
        return found->second;
    }

    // Lists the files of the tip.
    Result<void> list(const ObjectId& folder,
                      const std::string& prefix) { // NOLINT(misc-no-recursion)
        auto tree = trees_.get(folder);
        if (!tree) {
            return tl::make_unexpected(std::move(tree.error()));
        }
        for (const TreeEntry& entry : (*tree)->entries) {
            const std::string path = prefix + std::string(entry.name);
            if (entry.kind == TreeEntry::Kind::file) {
                walk_.newest.push_back(position_of(path));
            } else if (entry.kind == TreeEntry::Kind::folder) {
                if (auto listed = list(entry.id, path + '/'); !listed) {
                    return listed;
                }
            }
        }
        return {};
    }

    const Repository& repository_;
    Trees trees_;
    std::unordered_map<ObjectId, Commit, ObjectIdHash> commits_;
    std::unordered_map<std::string, std::uint32_t> paths_;
    std::uint32_t commit_ = 0;
    Walk walk_;
};

} // namespace

Result<Walk> walk(const Repository& repository, const ObjectId& tip) {
    return Walker(repository).walk(tip);
}

} // namespace polhist::git
