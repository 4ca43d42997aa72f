#include "git/object.h"

#include "core/digest.h"
#include "core/hex.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace polhist::git {
namespace {

int digit_of(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

TreeEntry::Kind kind_of(std::string_view mode) {
    if (mode == "40000") {
        return TreeEntry::Kind::folder;
    }
    return mode == "100644" || mode == "100755" || mode == "100664" ? TreeEntry::Kind::file
                                                                    : TreeEntry::Kind::other;
}

// Git sorts folders as if their names ended in a slash.
bool sorts_before(const TreeEntry& left, const TreeEntry& right) {
    const std::size_t common = std::min(left.name.size(), right.name.size());
    const int order = std::memcmp(left.name.data(), right.name.data(), common);
    const auto next = [&](const TreeEntry& entry) -> unsigned char {
        if (entry.name.size() > common) {
            return static_cast<unsigned char>(entry.name[common]);
        }
        return entry.kind == TreeEntry::Kind::folder ? '/' : '\0';
    };
    return order != 0 ? order < 0 : next(left) < next(right);
}

// The line at the front of `bytes`, taken off with its line break.
std::string_view take_line(std::string_view& bytes) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    return line;
}

// The seconds in `NAME <MAIL> SECONDS ZONE`.
std::optional<std::int64_t> seconds_in(std::string_view person) {
    const std::size_t mail_end = person.rfind("> ");
    if (mail_end == std::string_view::npos) {
        return std::nullopt;
    }
    person.remove_prefix(mail_end + 2);
    std::int64_t seconds = 0;
    const auto [end, error] =
        std::from_chars(person.data(), person.data() + person.size(), seconds);
    // Beyond what an Instant can tell, a commit has no time.
    constexpr std::int64_t most = 253'402'300'799;
    return error == std::errc{} && seconds >= -most && seconds <= most ? std::optional(seconds)
                                                                       : std::nullopt;
}

} // namespace

std::size_t ObjectIdHash::operator()(const ObjectId& id) const noexcept {
    std::size_t hash = 0;
    std::memcpy(&hash, id.bytes.data(), sizeof hash);
    return hash;
}

std::string hex(const ObjectId& id) {
    return polhist::hex(id.bytes);
}

std::optional<ObjectId> parse_object_id(std::string_view hex) {
    ObjectId id;
    if (hex.size() != id.bytes.size() * 2) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < id.bytes.size(); ++i) {
        const int high = digit_of(hex[2 * i]);
        const int low = digit_of(hex[2 * i + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        id.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return id;
}

std::string_view name_of(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::commit:
        return "commit";
    case ObjectKind::tree:
        return "tree";
    case ObjectKind::blob:
        return "blob";
    case ObjectKind::tag:
        break;
    }
    return "tag";
}

ObjectId id_of(ObjectKind kind, std::string_view bytes) {
    std::string header = fmt::format("{} {}", name_of(kind), bytes.size());
    header += '\0';
    return {sha1(header, bytes)};
}

Result<std::vector<TreeEntry>> parse_tree(std::string_view bytes) {
    constexpr std::size_t id_size = 20;
    std::vector<TreeEntry> entries;
    while (!bytes.empty()) {
        const std::size_t space = bytes.find(' ');
        const std::size_t nul = bytes.find('\0');
        if (space == std::string_view::npos || nul == std::string_view::npos || space > nul ||
            nul + 1 + id_size > bytes.size()) {
            return failure("a tree whose entries are cut off");
        }
        TreeEntry entry{
            kind_of(bytes.substr(0, space)), bytes.substr(space + 1, nul - space - 1), {}};
        std::memcpy(entry.id.bytes.data(), bytes.data() + nul + 1, id_size);
        bytes.remove_prefix(nul + 1 + id_size);
        entries.push_back(entry);
    }
    return entries;
}

std::string write_tree(std::vector<TreeEntry> entries) {
    std::ranges::sort(entries, sorts_before);
    std::string bytes;
    for (const TreeEntry& entry : entries) {
        bytes += entry.kind == TreeEntry::Kind::folder ? "40000 " : "100644 ";
        bytes += entry.name;
        bytes += '\0';
        bytes.append(reinterpret_cast<const char*>(entry.id.bytes.data()), entry.id.bytes.size());
    }
    return bytes;
}

Result<Commit> parse_commit(std::string_view bytes) {
    Commit commit;
    bool has_tree = false;
    std::optional<std::int64_t> seconds;
    while (!bytes.empty()) {
        const std::string_view line = take_line(bytes);
        if (line.empty()) {
            commit.message = std::string(bytes);
            break;
        }
        const std::size_t space = std::min(line.find(' '), line.size());
        const std::string_view key = line.substr(0, space);
        const std::string_view value = line.substr(std::min(space + 1, line.size()));
        if (key == "tree" || key == "parent") {
            const auto id = parse_object_id(value);
            if (!id) {
                return failure("a commit with a name that is none");
            }
            if (key == "tree") {
                commit.tree = *id;
                has_tree = true;
            } else {
                commit.parents.push_back(*id);
            }
        } else if (key == "committer") {
            seconds = seconds_in(value);
        }
    }
    if (!has_tree || !seconds) {
        return failure("a commit without a tree or a time");
    }
    commit.seconds = *seconds;
    return commit;
}

} // namespace polhist::git
