#include "store/changes.h"

#include "store/handles.h"
#include "store/name.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace polhist::store {
namespace {

using git::ObjectId;
using git::TreeEntry;

// The area, two digits and the name.
constexpr std::size_t levels = 4;

// The trees, or files, of one path; zero where there is none.
struct Pair {
    ObjectId then;
    ObjectId now;
};

// Folders of subjects that differ, by path.
using Folders = std::map<std::string, Pair>;

// The entries of one tree; none for no tree.
Result<std::map<std::string, TreeEntry>>
entries_of(const Store::Handles& handles, const ObjectId& tree, std::string& bytes) {
    std::map<std::string, TreeEntry> found;
    if (tree.is_zero()) {
        return found;
    }
    auto read = handles.repository.read(tree, git::ObjectKind::tree);
    if (!read) {
        return tl::make_unexpected(read.error());
    }
    bytes = std::move(*read);
    const auto entries = git::parse_tree(bytes);
    if (!entries) {
        return failure(fmt::format("{}: object {} is {}",
                                   handles.repository.folder(),
                                   hex(tree),
                                   entries.error().message));
    }
    for (const TreeEntry& entry : *entries) {
        found.emplace(entry.name, entry);
    }
    return found;
}

// The entries of two trees, side by side. Files count only among those of a subject.
Result<std::map<std::string, Pair>>
entries_of(const Store::Handles& handles, const Pair& trees, bool files) {
    std::map<std::string, Pair> both;
    for (const bool now : {false, true}) {
        std::string bytes;
        const auto entries = entries_of(handles, now ? trees.now : trees.then, bytes);
        if (!entries) {
            return tl::make_unexpected(entries.error());
        }
        for (const auto& [name, entry] : *entries) {
            if (files || entry.kind == TreeEntry::Kind::folder) {
                (now ? both[name].now : both[name].then) = entry.id;
            }
        }
    }
    return both;
}

// Adds the folders of subjects that differ between two trees at one path, `level` below the top.
Result<void> add_folders( // NOLINT(misc-no-recursion): `levels` deep
    const Store::Handles& handles,
    const Pair& trees,
    const std::string& path,
    std::size_t level,
    Folders& found) {
    if (level == levels) {
        found.emplace(path, trees);
        return {};
    }
    const auto entries = entries_of(handles, trees, false);
    if (!entries) {
        return tl::make_unexpected(entries.error());
    }
    for (const auto& [name, pair] : *entries) {
        if (pair.then == pair.now) {
            continue;
        }
        const std::string inner = path.empty() ? name : fmt::format("{}/{}", path, name);
        if (auto added = add_folders(handles, pair, inner, level + 1, found); !added) {
            return added;
        }
    }
    return {};
}

// Those between a commit (empty: an empty store) and the newest one.
Result<Folders> folders_since(const Store::Handles& handles, std::string_view commit) {
    Pair trees;
    if (!commit.empty()) {
        const auto id = git::parse_object_id(commit);
        if (!id) {
            return failure(fmt::format("`{}` names no commit", commit));
        }
        const auto root = handles.root_of(*id);
        if (!root) {
            return tl::make_unexpected(root.error());
        }
        trees.then = *root;
    }
    const auto root = handles.root();
    if (!root) {
        return tl::make_unexpected(root.error());
    }
    trees.now = *root;
    Folders found;
    return add_folders(handles, trees, {}, 0, found).map([&] { return std::move(found); });
}

std::string name_in(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

// The file of claims in the folder of a subject, then and now.
Result<Pair> claims_in(const Store::Handles& handles, const Pair& folder) {
    return entries_of(handles, folder, true).map([](const std::map<std::string, Pair>& entries) {
        const auto claims = entries.find("claims");
        return claims == entries.end() ? Pair{} : claims->second;
    });
}

Result<PolicyKey>
policy_in(const Store::Handles& handles, const std::string& path, const Pair& folder) {
    if (auto key = key_in(name_in(path))) {
        return *key;
    }
    const auto file = claims_in(handles, folder);
    if (!file || file->now.is_zero()) {
        return failure("no claims");
    }
    Claims claims;
    return handles.read_file({path, name_in(path), file->now}, claims)
        .map([](const Subject& subject) { return subject.policy; });
}

// The scopes of accounts that an observer lists policies of.
Result<std::set<std::string>>
scopes_listed(const Store::Handles& handles, const std::string& path, const Pair& folder) {
    const auto file = claims_in(handles, folder);
    if (!file) {
        return tl::make_unexpected(file.error());
    }
    Claims claims;
    const auto read = handles.read_file({path, name_in(path), file->now}, claims);
    if (!read) {
        return tl::make_unexpected(read.error());
    }
    std::set<std::string> scopes;
    for (const timeline::Poll& poll : claims.polls) {
        if (!poll.kinds.empty()) {
            scopes.insert(poll.scope);
        }
    }
    return scopes;
}

// Adds the policies of some scopes.
Result<void>
add_policies(const Store& store, const std::set<std::string>& scopes, Changes& changes) {
    if (scopes.empty()) {
        return {};
    }
    auto all = store.policies();
    if (!all) {
        return tl::make_unexpected(std::move(all.error()));
    }
    std::set<PolicyKey> changed(changes.policies.begin(), changes.policies.end());
    for (PolicyKey& policy : *all) {
        if (scopes.contains(policy.scope)) {
            changed.insert(std::move(policy));
        }
    }
    changes.policies.assign(changed.begin(), changed.end());
    return {};
}

// What the file of a policy claimed then and claims now.
struct Claimed {
    PolicyKey policy;
    Claims then;
    Claims now;
};

Result<Claimed>
read_claimed(const Store::Handles& handles, const std::string& path, const Pair& files) {
    Claimed claimed;
    for (const bool newer : {false, true}) {
        const ObjectId& file = newer ? files.now : files.then;
        if (file.is_zero()) {
            continue;
        }
        const auto subject =
            handles.read_file({path, {}, file}, newer ? claimed.now : claimed.then);
        if (!subject) {
            return tl::make_unexpected(subject.error());
        }
        claimed.policy = subject->policy;
    }
    return claimed;
}

} // namespace

std::optional<Changes> changes_since(const Store& store, std::string_view commit) {
    const Store::Handles& handles = store.handles();
    const auto id = git::parse_object_id(commit);
    if (!id || !handles.repository.has(*id)) {
        return std::nullopt;
    }
    const auto folders = folders_since(handles, commit);
    if (!folders) {
        return std::nullopt;
    }
    Changes changes;
    std::set<std::string> scopes;
    for (const auto& [path, folder] : *folders) {
        if (folder.now.is_zero()) {
            return std::nullopt;
        }
        if (path.starts_with("pages/")) {
            changes.pages = true;
            continue;
        }
        if (path.starts_with("observers/")) {
            changes.polls = true;
            auto listed = scopes_listed(handles, path, folder);
            if (!listed) {
                return std::nullopt;
            }
            scopes.merge(*listed);
            continue;
        }
        // The index knows no principals.
        if (path.starts_with("principals/")) {
            continue;
        }
        auto policy = policy_in(handles, path, folder);
        if (!policy) {
            return std::nullopt;
        }
        changes.policies.push_back(std::move(*policy));
    }
    if (const auto added = add_policies(store, scopes, changes); !added) {
        return std::nullopt;
    }
    return changes;
}

Result<void> each_change(const Store& store,
                         std::string_view commit,
                         const std::function<Result<void>(const PolicyKey&, Claims, Claims)>& use) {
    const Store::Handles& handles = store.handles();
    const auto folders = folders_since(handles, commit);
    if (!folders) {
        return tl::make_unexpected(folders.error());
    }
    for (const auto& [path, folder] : *folders) {
        if (!path.starts_with("policies/")) {
            continue;
        }
        const auto files = claims_in(handles, folder);
        if (!files) {
            return tl::make_unexpected(files.error());
        }
        if (files->then == files->now) {
            continue;
        }
        auto claimed = read_claimed(handles, path, *files);
        if (!claimed) {
            return tl::make_unexpected(claimed.error());
        }
        auto used = use(claimed->policy, std::move(claimed->then), std::move(claimed->now));
        if (!used) {
            return used;
        }
    }
    return {};
}

} // namespace polhist::store
