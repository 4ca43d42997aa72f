// A tree of git while it is being changed: folders are read when they are entered, and written
// when something in them changed.

#pragma once

#include "git/repository.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::store {

// Objects to be written together; it owns their bytes. None is added twice.
class NewObjects {
public:
    // Adds bytes of which the caller says that they live long enough. Gives the position.
    std::size_t view(git::ObjectKind kind,
                     const git::ObjectId& id,
                     std::string_view bytes,
                     std::size_t base = git::NewObject::no_base);

    // Adds bytes that it keeps, and gives their name.
    git::ObjectId add(git::ObjectKind kind, std::string bytes);

    [[nodiscard]] const std::vector<git::NewObject>& all() const { return objects_; }

private:
    std::vector<git::NewObject> objects_;
    std::deque<std::string> kept_;
    std::map<git::ObjectId, std::size_t> positions_;
};

class TreeEditor {
public:
    // Starts from a tree (zero: an empty one).
    TreeEditor(const git::Repository& repository, const git::ObjectId& root);
    TreeEditor(const TreeEditor&) = delete;
    TreeEditor& operator=(const TreeEditor&) = delete;
    TreeEditor(TreeEditor&&) = delete;
    TreeEditor& operator=(TreeEditor&&) = delete;
    ~TreeEditor();

    // The file at a path; nothing where there is none.
    Result<std::optional<git::ObjectId>> find(std::string_view path);

    // The names of the files in a folder, with those in folders of it as `ab/cd`.
    Result<std::map<std::string, git::ObjectId>> files(std::string_view path);

    Result<void> put(std::string_view path, const git::ObjectId& blob);
    Result<void> remove(std::string_view path);

    // Adds the trees that changed to `objects`, those below first, and gives the root.
    git::ObjectId write(NewObjects& objects);

private:
    struct Node;
    // The folder at a path; nothing where there is none, unless it is to be made.
    Result<Node*> enter(std::string_view path, bool make);
    Result<void> load(Node& node);
    Result<void>
    collect(Node& node, const std::string& prefix, std::map<std::string, git::ObjectId>& found);
    git::ObjectId write(Node& node, NewObjects& objects);

    const git::Repository& repository_;
    std::unique_ptr<Node> root_;
};

} // namespace polhist::store
