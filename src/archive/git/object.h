// Git's objects: names, kinds, and the entries of trees and commits as raw bytes tell them.

#pragma once

#include "core/error.h"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::git {

// SHA-1 of an object; all zero where there is none.
struct ObjectId {
    std::array<std::uint8_t, 20> bytes{};

    auto operator<=>(const ObjectId&) const = default;

    [[nodiscard]] bool is_zero() const { return *this == ObjectId{}; }
};

struct ObjectIdHash {
    std::size_t operator()(const ObjectId& id) const noexcept;
};

std::string hex(const ObjectId& id);
std::optional<ObjectId> parse_object_id(std::string_view hex);

enum class ObjectKind { commit, tree, blob, tag };

std::string_view name_of(ObjectKind kind);

// What git would call an object of these bytes.
ObjectId id_of(ObjectKind kind, std::string_view bytes);

// An entry of a tree; `name` views the bytes of the tree.
struct TreeEntry {
    enum class Kind { folder, file, other };

    Kind kind = Kind::file; // `other`: a link or a submodule
    std::string_view name;
    ObjectId id;
};

// The entries of a tree, in git's order. An error names what is wrong with the bytes.
Result<std::vector<TreeEntry>> parse_tree(std::string_view bytes);

// The bytes of a tree of these entries, which may be in any order; no name twice.
std::string write_tree(std::vector<TreeEntry> entries);

struct Commit {
    ObjectId tree;
    std::vector<ObjectId> parents;
    std::int64_t seconds = 0; // of the committer, since 1970
    std::string message;
};

Result<Commit> parse_commit(std::string_view bytes);

} // namespace polhist::git
