#include "git/walk.h"

#include "git/common.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <list>
#include <unordered_map>

namespace polhist::git {
namespace {

using TreePointer = std::shared_ptr<const std::string>;

// The trees read last.
class Trees {
public:
    explicit Trees(const Repository& repository)
        : repository_(repository),
          none_(std::make_shared<std::string>()) {}

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
        return repository_.read(id, ObjectKind::tree).map([](std::string&& bytes) {
            return std::make_shared<const std::string>(std::move(bytes));
        });
    }

    const Repository& repository_;
    TreePointer none_;
    Order order_;
    std::unordered_map<ObjectId, Order::iterator, ObjectIdHash> index_;
};

// The bytes of the entry that a tree begins with; 0 where it is cut off.
std::size_t first_entry(std::string_view tree) {
    constexpr std::size_t id_size = 20;
    const std::size_t nul = tree.find('\0');
    return nul == std::string_view::npos || nul + 1 + id_size > tree.size() ? 0 : nul + 1 + id_size;
}

// Where the last entry ends that is within the first `most` bytes of a tree.
std::size_t last_end_within(std::string_view tree, std::size_t most) {
    std::size_t end = 0;
    while (true) {
        const std::size_t size = first_entry(tree.substr(end));
        if (size == 0 || end + size > most) {
            return end;
        }
        end += size;
    }
}

// Where the first entry ends that does so at or after `least`; nothing where the tree is cut off.
std::optional<std::size_t> first_end_after(std::string_view tree, std::size_t least) {
    std::size_t end = 0;
    while (end < least) {
        const std::size_t size = first_entry(tree.substr(end));
        if (size == 0) {
            return std::nullopt;
        }
        end += size;
    }
    return end;
}

// Takes off the entries that a tree and others begin with alike, and those that they end in. Most
// commits change few entries of a tree that may have thousands. A name stands in a tree once, as
// git has it; where one stands twice, a change of it may go unseen or be seen where there is none.
void strip_common(std::string_view& tree, std::vector<std::string_view>& others) {
    if (others.empty()) {
        return;
    }
    std::size_t same = tree.size();
    for (const std::string_view other : others) {
        same = std::min(same, common_front(tree, other));
    }
    const std::size_t begin = last_end_within(tree, same);
    tree.remove_prefix(begin);
    same = tree.size();
    for (std::string_view& other : others) {
        other.remove_prefix(begin);
        same = std::min(same, common_end(tree, other));
    }
    const auto end = first_end_after(tree, tree.size() - same);
    const std::size_t tail = end ? tree.size() - *end : 0;
    // Bytes alike are the same entries only where an entry ends before them in each.
    const bool aligned = std::ranges::all_of(others, [&](std::string_view other) {
        return first_end_after(other, other.size() - tail) == other.size() - tail;
    });
    if (aligned) {
        tree.remove_suffix(tail);
        for (std::string_view& other : others) {
            other.remove_suffix(tail);
        }
    }
}

using Entries = std::vector<TreeEntry>;

// Finds names in a tree; they must be asked for in their order.
class Cursor {
public:
    explicit Cursor(const Entries& tree) : at_(tree.begin()), end_(tree.end()) {}

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
        std::vector<TreePointer> kept; // until all is told
        std::vector<std::string_view> others;
        for (const ObjectId& id : then) {
            auto parent = trees_.get(id);
            if (!parent) {
                return tl::make_unexpected(std::move(parent.error()));
            }
            others.push_back(**parent);
            kept.push_back(std::move(*parent));
        }
        std::string_view part = **tree;
        strip_common(part, others);
        const auto entries = entries_in(now, part);
        if (!entries) {
            return tl::make_unexpected(entries.error());
        }
        std::vector<Entries> parents;
        for (std::size_t i = 0; i < then.size(); ++i) {
            auto parent = entries_in(then[i], others[i]);
            if (!parent) {
                return tl::make_unexpected(std::move(parent.error()));
            }
            parents.push_back(std::move(*parent));
        }
        for (const Place& place : differences(*entries, parents, prefix)) {
            if (auto told = tell(place); !told) {
                return told;
            }
        }
        return {};
    }

    // The entries in (a part of) a tree; sorted by name alone, unlike git's own order.
    [[nodiscard]] Result<Entries> entries_in(const ObjectId& id, std::string_view bytes) const {
        auto entries = parse_tree(bytes);
        if (!entries) {
            return failure(fmt::format(
                "{}: object {} is {}", repository_.folder(), hex(id), entries.error().message));
        }
        if (!std::ranges::is_sorted(*entries, {}, &TreeEntry::name)) {
            std::ranges::sort(*entries, {}, &TreeEntry::name);
        }
        return entries;
    }

    // The names under which a tree has something that no parent has, or lacks what all have.
    static std::vector<Place> differences(const Entries& tree,
                                          const std::vector<Entries>& parents,
                                          const std::string& prefix) {
        std::vector<Place> found;
        std::vector<Cursor> cursors = cursors_of(parents);
        std::size_t kept = 0; // names of the first parent that are still there
        std::vector<const TreeEntry*> then(parents.size());
        for (const TreeEntry& entry : tree) {
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
        if (!parents.empty() && kept < parents[0].size()) {
            add_gone(tree, parents, prefix, found);
        }
        return found;
    }

    static std::vector<Cursor> cursors_of(const std::vector<Entries>& trees) {
        std::vector<Cursor> cursors;
        cursors.reserve(trees.size());
        for (const Entries& tree : trees) {
            cursors.emplace_back(tree);
        }
        return cursors;
    }

    static void add_gone(const Entries& tree,
                         const std::vector<Entries>& parents,
                         const std::string& prefix,
                         std::vector<Place>& found) {
        Cursor now(tree);
        std::vector<Cursor> cursors = cursors_of(parents);
        for (const TreeEntry& entry : parents[0]) {
            std::vector<const TreeEntry*> then(cursors.size());
            std::ranges::transform(
                cursors, then.begin(), [&](Cursor& cursor) { return cursor.find(entry.name); });
            if (now.find(entry.name) == nullptr && std::ranges::find(then, nullptr) == then.end()) {
                found.push_back({prefix + std::string(entry.name), nullptr, then});
            }
        }
    }

    Result<void> tell(const Place& place) { // NOLINT(misc-no-recursion)
        const bool was_file =
            !place.then.empty() && std::ranges::all_of(place.then, [](const TreeEntry* entry) {
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
        const auto entries = entries_in(folder, **tree);
        if (!entries) {
            return tl::make_unexpected(entries.error());
        }
        for (const TreeEntry& entry : *entries) {
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
