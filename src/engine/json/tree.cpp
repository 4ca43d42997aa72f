#include "json/tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::json {
namespace {

bool is_plain_key(std::string_view key) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == ':' || c == '-' || c == '/';
    };
    return !key.empty() && std::ranges::all_of(key, plain);
}

// Where the value after `node` begins; a container that is still open holds all that follows.
std::uint32_t after(const std::vector<Node>& nodes, std::uint32_t node) {
    return nodes[node].next == 0 ? static_cast<std::uint32_t>(nodes.size()) : nodes[node].next;
}

} // namespace

std::string step_to_key(std::string_view key) {
    return is_plain_key(key) ? fmt::format(".{}", key) : fmt::format("[\"{}\"]", key);
}

std::string_view name_of(Kind kind) {
    constexpr std::array<std::string_view, 6> names{
        "null", "a boolean", "a number", "a string", "an array", "an object"};
    return names[static_cast<std::size_t>(kind)];
}

std::string path_to(const std::vector<Node>& nodes, std::uint32_t target) {
    std::string path = "$";
    std::uint32_t at = 0;
    while (at < target) {
        const bool object = nodes[at].kind == Kind::object;
        std::uint32_t child = at + 1;
        for (std::size_t position = 0;; ++position) {
            const std::uint32_t value = object ? child + 1 : child;
            const bool last = value >= nodes.size() || after(nodes, value) > target;
            if (last) {
                path += object ? step_to_key(nodes[child].text) : fmt::format("[{}]", position);
                at = value;
                break;
            }
            child = after(nodes, value);
        }
    }
    return path;
}

Tree Tree::part(const Value& value, std::string_view name) {
    const std::vector<Node>& nodes = value.tree_->nodes();
    const Node& first = nodes[value.index_];
    if (value.tree_->converted_) {
        // Its places are those of another text, all of which stays.
        Tree tree(Source{name, first.text});
        tree.nodes_.assign(nodes.begin() + value.index_, nodes.begin() + first.next);
        for (Node& node : tree.nodes_) {
            node.next -= value.index_;
        }
        tree.converted_ = value.tree_->converted_;
        tree.locator_ = value.tree_->locator_;
        return tree;
    }
    Tree tree(Source{name, value.source().text.substr(first.offset)});
    if (first.kind == Kind::object || first.kind == Kind::array) {
        tree.source_.text = first.text;
    }
    tree.nodes_.assign(nodes.begin() + value.index_, nodes.begin() + first.next);
    for (Node& node : tree.nodes_) {
        node.offset -= first.offset;
        node.next -= value.index_;
    }
    return tree;
}

std::optional<Value> Value::find(std::string_view key) const {
    for (const Member& member : members()) {
        if (member.key == key) {
            return member.value;
        }
    }
    return std::nullopt;
}

std::string Value::path() const {
    return path_to(tree_->nodes(), index_);
}

Location Value::location() const {
    return location_of(offset());
}

Location Value::location_of(std::size_t offset) const {
    return tree_->locator_.at(offset);
}

std::string Value::place() const {
    const Location at = location();
    return fmt::format("{}:{}:{}", source().name, at.line, at.column);
}

const Source& Value::source() const {
    return tree_->source();
}

Error error_at(const Value& value, std::string_view message) {
    return Error{fmt::format("{}: {} ({})", value.place(), message, value.path())};
}

} // namespace polhist::json
