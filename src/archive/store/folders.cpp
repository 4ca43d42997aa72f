#include "store/folders.h"

#include <fmt/format.h>

namespace polhist::store {
namespace {

using git::ObjectId;
using git::TreeEntry;

// The area, two digits and the name.
constexpr std::size_t levels = 4;

class FolderWalk {
public:
    FolderWalk(const git::Repository& repository,
               const std::function<Result<void>(const FolderAt&)>& use)
        : repository_(repository),
          use_(use) {}

    // Goes through a tree that is `level` folders below the top.
    Result<void> enter( // NOLINT(misc-no-recursion): `levels` deep
        const ObjectId& tree,
        const std::string& path,
        std::size_t level) {
        const auto bytes = repository_.read(tree, git::ObjectKind::tree);
        if (!bytes) {
            return tl::make_unexpected(bytes.error());
        }
        const auto entries = git::parse_tree(*bytes);
        if (!entries) {
            return failure(fmt::format(
                "{}: object {} is {}", repository_.folder(), hex(tree), entries.error().message));
        }
        for (const TreeEntry& entry : *entries) {
            Result<void> done;
            if (level == levels && entry.name == "claims") {
                done = use_({path, path.substr(path.rfind('/') + 1), entry.id});
            } else if (level < levels && entry.kind == TreeEntry::Kind::folder) {
                done = enter(entry.id, fmt::format("{}/{}", path, entry.name), level + 1);
            }
            if (!done) {
                return done;
            }
        }
        return {};
    }

private:
    const git::Repository& repository_;
    const std::function<Result<void>(const FolderAt&)>& use_;
};

} // namespace

Result<void> walk_folders(const git::Repository& repository,
                          const ObjectId& root,
                          std::string_view area,
                          const std::function<Result<void>(const FolderAt&)>& use) {
    const auto bytes = repository.read(root, git::ObjectKind::tree);
    if (!bytes) {
        return tl::make_unexpected(bytes.error());
    }
    const auto entries = git::parse_tree(*bytes);
    if (!entries) {
        return failure(fmt::format("{}: its tree is damaged", repository.folder()));
    }
    for (const TreeEntry& entry : *entries) {
        if (entry.name == area && entry.kind == TreeEntry::Kind::folder) {
            return FolderWalk(repository, use).enter(entry.id, std::string(area), 1);
        }
    }
    return {};
}

} // namespace polhist::store
