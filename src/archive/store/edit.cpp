#include "store/edit.h"

#include <fmt/format.h>

namespace polhist::store {

using git::ObjectId;
using git::ObjectKind;
using git::TreeEntry;

std::size_t
NewObjects::view(ObjectKind kind, const ObjectId& id, std::string_view bytes, std::size_t base) {
    const auto [found, fresh] = positions_.try_emplace(id, objects_.size());
    if (fresh) {
        objects_.push_back({kind, id, bytes, base});
    }
    return found->second;
}

ObjectId NewObjects::add(ObjectKind kind, std::string bytes) {
    kept_.push_back(std::move(bytes));
    const ObjectId id = git::id_of(kind, kept_.back());
    view(kind, id, kept_.back());
    return id;
}

// A folder. `id` is what it was read from; zero for a new one.
struct TreeEditor::Node {
    struct Child {
        TreeEntry::Kind kind = TreeEntry::Kind::file;
        ObjectId id;
        std::unique_ptr<Node> folder; // once it was entered
    };

    ObjectId id;
    bool loaded = false;
    bool changed = false;
    std::map<std::string, Child, std::less<>> children;
};

TreeEditor::TreeEditor(const git::Repository& repository, const ObjectId& root)
    : repository_(repository),
      root_(std::make_unique<Node>()) {
    root_->id = root;
}

TreeEditor::~TreeEditor() = default;

Result<void> TreeEditor::load(Node& node) {
    if (node.loaded || node.id.is_zero()) {
        return {};
    }
    const auto bytes = repository_.read(node.id, ObjectKind::tree);
    if (!bytes) {
        return tl::make_unexpected(bytes.error());
    }
    const auto entries = git::parse_tree(*bytes);
    if (!entries) {
        return failure(fmt::format(
            "{}: object {} is {}", repository_.folder(), hex(node.id), entries.error().message));
    }
    for (const TreeEntry& entry : *entries) {
        node.children[std::string(entry.name)] = {entry.kind, entry.id, nullptr};
    }
    node.loaded = true;
    return {};
}

Result<TreeEditor::Node*> TreeEditor::enter(std::string_view path, bool make) {
    Node* node = root_.get();
    while (node != nullptr) {
        node->changed = node->changed || make;
        if (auto loaded = load(*node); !loaded) {
            return tl::make_unexpected(std::move(loaded.error()));
        }
        if (path.empty()) {
            break;
        }
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view name = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
        auto found = node->children.find(name);
        if (found == node->children.end() && !make) {
            return nullptr;
        }
        if (found == node->children.end()) {
            found = node->children.emplace(std::string(name), Node::Child{}).first;
            found->second.kind = TreeEntry::Kind::folder;
        }
        if (found->second.kind != TreeEntry::Kind::folder) {
            return failure(fmt::format(
                "{}: `{}` is a file where a folder belongs", repository_.folder(), name));
        }
        if (found->second.folder == nullptr) {
            found->second.folder = std::make_unique<Node>();
            found->second.folder->id = found->second.id;
        }
        node = found->second.folder.get();
    }
    return node;
}

namespace {

// A path as its folder and its last name.
std::pair<std::string_view, std::string_view> halves(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos
               ? std::pair(std::string_view(), path)
               : std::pair(path.substr(0, slash), path.substr(slash + 1));
}

} // namespace

Result<std::optional<ObjectId>> TreeEditor::find(std::string_view path) {
    const auto [folder, name] = halves(path);
    const auto node = enter(folder, false);
    if (!node) {
        return tl::make_unexpected(node.error());
    }
    if (*node == nullptr) {
        return std::nullopt;
    }
    const auto found = (*node)->children.find(name);
    const bool file =
        found != (*node)->children.end() && found->second.kind == TreeEntry::Kind::file;
    return file ? std::optional(found->second.id) : std::nullopt;
}

Result<void> TreeEditor::collect(Node& node, // NOLINT(misc-no-recursion)
                                 const std::string& prefix,
                                 std::map<std::string, ObjectId>& found) {
    for (auto& [name, child] : node.children) {
        if (child.kind == TreeEntry::Kind::file) {
            found.emplace(prefix + name, child.id);
        } else if (child.kind == TreeEntry::Kind::folder && prefix.empty()) {
            Node inner;
            inner.id = child.id;
            Node& folder = child.folder != nullptr ? *child.folder : inner;
            auto loaded = load(folder);
            if (loaded) {
                loaded = collect(folder, name + '/', found);
            }
            if (!loaded) {
                return loaded;
            }
        }
    }
    return {};
}

Result<std::map<std::string, ObjectId>> TreeEditor::files(std::string_view path) {
    const auto node = enter(path, false);
    if (!node) {
        return tl::make_unexpected(node.error());
    }
    std::map<std::string, ObjectId> found;
    if (*node != nullptr) {
        if (auto collected = collect(**node, {}, found); !collected) {
            return tl::make_unexpected(std::move(collected.error()));
        }
    }
    return found;
}

Result<void> TreeEditor::put(std::string_view path, const ObjectId& blob) {
    const auto [folder, name] = halves(path);
    const auto node = enter(folder, true);
    if (!node) {
        return tl::make_unexpected(node.error());
    }
    (*node)->children[std::string(name)] = {TreeEntry::Kind::file, blob, nullptr};
    return {};
}

Result<void> TreeEditor::remove(std::string_view path) {
    const auto [folder, name] = halves(path);
    const auto node = enter(folder, true);
    if (!node) {
        return tl::make_unexpected(node.error());
    }
    if (const auto found = (*node)->children.find(name); found != (*node)->children.end()) {
        (*node)->children.erase(found);
    }
    return {};
}

ObjectId TreeEditor::write(Node& node, NewObjects& objects) { // NOLINT(misc-no-recursion)
    if (!node.changed) {
        return node.id;
    }
    std::vector<TreeEntry> entries;
    for (auto& [name, child] : node.children) {
        if (child.folder != nullptr) {
            child.id = write(*child.folder, objects);
        }
        // Git has no empty folders.
        if (!child.id.is_zero()) {
            entries.push_back({child.kind, name, child.id});
        }
    }
    const bool top = &node == root_.get();
    node.id = entries.empty() && !top ? ObjectId{}
                                      : objects.add(ObjectKind::tree, git::write_tree(entries));
    return node.id;
}

ObjectId TreeEditor::write(NewObjects& objects) {
    return write(*root_, objects);
}

} // namespace polhist::store
