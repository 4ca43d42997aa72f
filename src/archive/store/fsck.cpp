#include "store/fsck.h"

#include "store/handles.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

namespace polhist::store {
namespace {

using git::ObjectId;
using git::ObjectKind;
using git::Presence;
using git::TreeEntry;

// Hashes everything that a commit reaches, each object once.
class Hasher {
public:
    Hasher(const git::Repository& repository, Health& health)
        : repository_(repository),
          health_(health) {}

    void check_history(const ObjectId& head) {
        std::vector<ObjectId> commits{head};
        while (!commits.empty()) {
            const ObjectId id = commits.back();
            commits.pop_back();
            if (!is_good(id)) {
                continue;
            }
            const auto commit =
                repository_.read(id, ObjectKind::commit).and_then(git::parse_commit);
            if (!commit) {
                health_.wrong.push_back(commit.error().message);
                continue;
            }
            ++health_.commits;
            check_tree(commit->tree);
            commits.insert(commits.end(), commit->parents.begin(), commit->parents.end());
        }
    }

    [[nodiscard]] bool has_met(const ObjectId& id) const { return met_.contains(id); }

private:
    // Whether an object is met for the first time and whole.
    bool is_good(const ObjectId& id) {
        if (!met_.insert(id).second) {
            return false;
        }
        ++health_.objects;
        const Presence presence = repository_.verify(id);
        if (presence != Presence::there) {
            (presence == Presence::missing ? health_.missing : health_.damaged).push_back(hex(id));
        }
        return presence == Presence::there;
    }

    void check_tree(const ObjectId& top) {
        std::vector<ObjectId> waiting{top};
        while (!waiting.empty()) {
            const ObjectId id = waiting.back();
            waiting.pop_back();
            const auto bytes = is_good(id) ? repository_.read(id, ObjectKind::tree)
                                           : Result<std::string>(std::string());
            const auto entries =
                bytes ? git::parse_tree(*bytes)
                      : Result<std::vector<TreeEntry>>(tl::make_unexpected(bytes.error()));
            if (!entries) {
                health_.wrong.push_back(fmt::format("{}: {}", hex(id), entries.error().message));
                continue;
            }
            for (const TreeEntry& entry : *entries) {
                if (entry.kind == TreeEntry::Kind::folder) {
                    waiting.push_back(entry.id);
                } else {
                    is_good(entry.id);
                }
            }
        }
    }

    const git::Repository& repository_;
    Health& health_;
    std::unordered_set<ObjectId, git::ObjectIdHash> met_;
};

// Holds the claims of a folder against the forms in it.
Result<void> check_folder(const Store::Handles& handles,
                          const ObjectId& root,
                          const FolderAt& at,
                          Health& health) {
    Claims claims;
    if (const auto read = handles.read_file(at, claims); !read) {
        health.wrong.push_back(read.error().message);
        return {};
    }
    TreeEditor tree(handles.repository, root);
    const auto files = tree.files(at.path + "/forms");
    if (!files) {
        health.wrong.push_back(files.error().message);
        return {};
    }
    std::set<std::string> there;
    for (const auto& [name, id] : *files) {
        there.insert(hex(id));
        std::string said = name;
        std::erase(said, '/');
        if (said != hex(id)) {
            health.wrong.push_back(fmt::format("{}/forms/{}: is named wrongly", at.path, name));
        }
    }
    std::set<std::string> claimed;
    for (const timeline::Form& form : claims.forms) {
        claimed.insert(form.blob);
    }
    if (there != claimed) {
        health.wrong.push_back(fmt::format(
            "{}: has {} forms and claims of {}", at.path, there.size(), claimed.size()));
    }
    return {};
}

} // namespace

Result<Health> check(const Store& store) {
    const Store::Handles& handles = store.handles();
    Health health;
    for (const std::string& note : handles.notes) {
        health.wrong.push_back(note);
    }
    for (const std::string& path : handles.repository.damaged_packs()) {
        health.wrong.push_back(fmt::format("{}: is damaged", path));
    }
    Hasher hasher(handles.repository, health);
    hasher.check_history(handles.head);
    // Where a commit is lost, what came before it is not known.
    health.begins_right = hasher.has_met(handles.identity.genesis) || !health.missing.empty() ||
                          !health.damaged.empty();
    if (!health.begins_right) {
        health.wrong.push_back(fmt::format("{}polhist: names a first commit that its history does "
                                           "not come from",
                                           handles.repository.folder()));
    }
    const auto root = handles.root();
    if (!root) {
        health.wrong.push_back(root.error().message);
        return health;
    }
    for (const std::string_view area : {"policies", "pages", "observers", "principals"}) {
        auto done = handles.each_folder(area, [&](const FolderAt& at) -> Result<void> {
            health.policies += area == "policies" ? 1U : 0U;
            return check_folder(handles, *root, at, health);
        });
        if (!done) {
            health.wrong.push_back(std::move(done.error().message));
        }
    }
    return health;
}

} // namespace polhist::store
