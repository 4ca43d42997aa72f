#include "store/changes.h"

#include "store/handles.h"

#include <fmt/format.h>

#include <map>

namespace polhist::store {
namespace {

using git::ObjectId;
using git::TreeEntry;
using Use = std::function<Result<void>(const PolicyKey&, Claims, Claims)>;

// The area, two digits and the name.
constexpr std::size_t name_level = 4;

struct Pair {
    ObjectId then;
    ObjectId now;
};

class Walk {
public:
    Walk(const Store::Handles& handles, const Use& use) : handles_(handles), use_(use) {}

    // Goes through two trees at one path, `level` folders below `policies`.
    Result<void> enter( // NOLINT(misc-no-recursion): `name_level` deep
        const Pair& trees,
        const std::string& path,
        std::size_t level) {
        if (trees.then == trees.now) {
            return {};
        }
        std::map<std::string, Pair> entries;
        for (const bool now : {false, true}) {
            if (auto added = add(now ? trees.now : trees.then, now, level, entries); !added) {
                return added;
            }
        }
        for (const auto& [name, pair] : entries) {
            if (pair.then == pair.now) {
                continue;
            }
            auto done = level == name_level
                            ? tell(pair, path)
                            : enter(pair, fmt::format("{}/{}", path, name), level + 1);
            if (!done) {
                return done;
            }
        }
        return {};
    }

    // The tree of the policies of a commit; zero where there are none.
    [[nodiscard]] Result<ObjectId> policies_of(const ObjectId& commit) const {
        return handles_.root_of(commit).and_then([&](const ObjectId& root) -> Result<ObjectId> {
            const auto entries = entries_of(root);
            if (!entries) {
                return tl::make_unexpected(entries.error());
            }
            const auto found = entries->find("policies");
            return found == entries->end() ? ObjectId{} : found->second;
        });
    }

private:
    // The folders of a tree, and of the folder of a policy its claims.
    [[nodiscard]] Result<std::map<std::string, ObjectId>> entries_of(const ObjectId& tree) const {
        std::map<std::string, ObjectId> found;
        const auto bytes = handles_.repository.read(tree, git::ObjectKind::tree);
        if (!bytes) {
            return tl::make_unexpected(bytes.error());
        }
        const auto entries = git::parse_tree(*bytes);
        if (!entries) {
            return failure(fmt::format("{}: object {} is {}",
                                       handles_.repository.folder(),
                                       hex(tree),
                                       entries.error().message));
        }
        for (const TreeEntry& entry : *entries) {
            if (entry.kind == TreeEntry::Kind::folder || entry.name == "claims") {
                found.emplace(entry.name, entry.id);
            }
        }
        return found;
    }

    Result<void>
    add(const ObjectId& tree, bool now, std::size_t level, std::map<std::string, Pair>& entries) {
        if (tree.is_zero()) {
            return {};
        }
        return entries_of(tree).map([&](const std::map<std::string, ObjectId>& found) {
            for (const auto& [name, id] : found) {
                if ((name == "claims") == (level == name_level)) {
                    (now ? entries[name].now : entries[name].then) = id;
                }
            }
        });
    }

    Result<void> tell(const Pair& claims, const std::string& path) {
        Pair read = claims;
        Claims then;
        Claims now;
        PolicyKey policy;
        for (const bool newer : {false, true}) {
            const ObjectId& blob = newer ? read.now : read.then;
            if (blob.is_zero()) {
                continue;
            }
            const auto subject = handles_.read_file({path, {}, blob}, newer ? now : then);
            if (!subject) {
                return tl::make_unexpected(subject.error());
            }
            policy = subject->policy;
        }
        return use_(policy, std::move(then), std::move(now));
    }

    const Store::Handles& handles_;
    const Use& use_;
};

} // namespace

Result<void> each_change(const Store& store, std::string_view commit, const Use& use) {
    Walk walk(store.handles(), use);
    Pair trees;
    if (!commit.empty()) {
        const auto id = git::parse_object_id(commit);
        if (!id) {
            return failure(fmt::format("`{}` names no commit", commit));
        }
        const auto then = walk.policies_of(*id);
        if (!then) {
            return tl::make_unexpected(then.error());
        }
        trees.then = *then;
    }
    const auto now = walk.policies_of(store.handles().head);
    if (!now) {
        return tl::make_unexpected(now.error());
    }
    trees.now = *now;
    return walk.enter(trees, "policies", 1);
}

} // namespace polhist::store
