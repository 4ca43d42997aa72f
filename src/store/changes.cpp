#include "store/changes.h"

#include "store/handles.h"
#include "store/name.h"

#include <algorithm>

namespace polhist::store {
namespace {

using git::ObjectId;
using git::ObjectKind;
using git::TreeEntry;

// The area, two digits and the name.
constexpr std::size_t levels = 4;

class ChangeWalk {
public:
    ChangeWalk(const Store::Handles& handles, Changes& changes)
        : handles_(handles),
          changes_(changes) {}

    // Compares two trees that are `level` folders below the top. False where it cannot be done.
    bool compare( // NOLINT(misc-no-recursion): `levels` deep
        const ObjectId& before,
        const ObjectId& after,
        const std::string& path,
        std::size_t level) {
        if (level == levels) {
            return add(path, after);
        }
        std::string old_bytes;
        std::string new_bytes;
        const auto old_entries = entries_of(before, old_bytes);
        const auto new_entries = entries_of(after, new_bytes);
        if (!old_entries || !new_entries || !holds_names(*new_entries, *old_entries)) {
            return false;
        }
        return std::ranges::all_of(*new_entries, [&](const TreeEntry& entry) {
            const ObjectId* old = find(*old_entries, entry.name);
            if (entry.kind != TreeEntry::Kind::folder || (old != nullptr && *old == entry.id)) {
                return true;
            }
            const std::string inner =
                path.empty() ? std::string(entry.name) : path + '/' + std::string(entry.name);
            return compare(old == nullptr ? ObjectId{} : *old, entry.id, inner, level + 1);
        });
    }

private:
    using Entries = std::vector<TreeEntry>;

    // The entries of a tree, which view `bytes`; none for no tree.
    std::optional<Entries> entries_of(const ObjectId& tree, std::string& bytes) const {
        if (tree.is_zero()) {
            return Entries{};
        }
        auto read = handles_.repository.read(tree, ObjectKind::tree);
        if (!read) {
            return std::nullopt;
        }
        bytes = std::move(*read);
        auto entries = git::parse_tree(bytes);
        return entries ? std::optional(std::move(*entries)) : std::nullopt;
    }

    static const ObjectId* find(const Entries& entries, std::string_view name) {
        const auto found = std::ranges::find(entries, name, &TreeEntry::name);
        return found == entries.end() ? nullptr : &found->id;
    }

    static bool holds_names(const Entries& all, const Entries& some) {
        return std::ranges::all_of(
            some, [&](const TreeEntry& entry) { return find(all, entry.name) != nullptr; });
    }

    // Takes the folder of a policy or a page as changed.
    bool add(const std::string& path, const ObjectId& tree) {
        if (path.starts_with("pages/")) {
            changes_.pages = true;
            return true;
        }
        const std::string name = path.substr(path.rfind('/') + 1);
        if (auto key = key_in(name)) {
            changes_.policies.push_back(std::move(*key));
            return true;
        }
        std::string bytes;
        const auto entries = entries_of(tree, bytes);
        const ObjectId* file = entries ? find(*entries, "claims") : nullptr;
        Claims claims;
        const auto subject = file == nullptr ? Result<Subject>(failure("no claims"))
                                             : handles_.read_file({path, name, *file}, claims);
        if (subject) {
            changes_.policies.push_back(subject->policy);
        }
        return subject.has_value();
    }

    const Store::Handles& handles_;
    Changes& changes_;
};

} // namespace

std::optional<Changes> changes_since(const Store& store, std::string_view commit) {
    const Store::Handles& handles = store.handles();
    const auto id = git::parse_object_id(commit);
    const auto before = id && handles.repository.has(*id)
                            ? handles.root_of(*id)
                            : Result<ObjectId>(failure("no such commit"));
    const auto after = handles.root();
    Changes changes;
    const bool told =
        before && after && ChangeWalk(handles, changes).compare(*before, *after, {}, 0);
    return told ? std::optional(std::move(changes)) : std::nullopt;
}

} // namespace polhist::store
