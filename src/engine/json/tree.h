// JSON as a tree that knows where in the text each value stands.
//
// A Tree is one flat list of nodes in the order of the text; a Value is a cursor into it. Strings
// without escapes are views of the text, so a Tree is only good while its text is. Parsing is
// strict (RFC 8259, UTF-8 checked, one value and nothing after it; a byte order mark is passed
// over) and refuses duplicate keys and depth over 100. It costs time and memory in proportion to
// the text, whatever the text holds.

#pragma once

#include "core/error.h"
#include "json/location.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::json {

constexpr std::size_t deepest = 100;

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

// `a string`, `an object`, …: what a value is, for messages.
std::string_view name_of(Kind kind);

struct Node {
    Kind kind = Kind::null;
    std::uint32_t offset = 0; // of the first byte in the text
    std::uint32_t next = 0;   // the node after this one and all inside it
    std::string_view text;    // a string decoded; anything else as the text spells it
};

class Tree;
class Items;
class Members;

// One value of a Tree: cheap to copy, valid as long as the Tree.
class Value {
public:
    Value(const Tree& tree, std::uint32_t index) : tree_(&tree), index_(index) {}

    [[nodiscard]] Kind kind() const;
    [[nodiscard]] std::size_t offset() const;

    // A string decoded; a number, `true`, `false` or `null` as spelt; an array or object whole.
    [[nodiscard]] std::string_view text() const;

    // The elements of an array, in order; none for anything else.
    [[nodiscard]] Items items() const;

    // The members of an object, in order; none for anything else.
    [[nodiscard]] Members members() const;

    // The value of a key of an object.
    [[nodiscard]] std::optional<Value> find(std::string_view key) const;

    // Where it stands: `$.PolicyVersion.Document.Statement[3]`.
    [[nodiscard]] std::string path() const;

    // In the text, which is read once for all that ask.
    [[nodiscard]] Location location() const;

    // Of another value of the same Tree, by its offset.
    [[nodiscard]] Location location_of(std::size_t offset) const;

    // `NAME:LINE:COLUMN`.
    [[nodiscard]] std::string place() const;

    [[nodiscard]] const Source& source() const;

private:
    friend class Items;
    friend class Members;
    friend class Tree;
    [[nodiscard]] const Node& node() const;
    [[nodiscard]] std::uint32_t first_inside(Kind container) const;

    const Tree* tree_;
    std::uint32_t index_;
};

struct Member {
    std::string_view key;
    Value value;
};

// The elements of an array, to iterate over.
class Items {
public:
    class Iterator {
    public:
        using value_type = Value;
        using difference_type = std::ptrdiff_t;

        Iterator(const Tree& tree, std::uint32_t index) : tree_(&tree), index_(index) {}

        Value operator*() const { return {*tree_, index_}; }

        Iterator& operator++();
        bool operator==(const Iterator&) const = default;

    private:
        const Tree* tree_;
        std::uint32_t index_;
    };

    explicit Items(const Value& array) : array_(array) {}

    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;

    [[nodiscard]] bool empty() const { return begin() == end(); }

    [[nodiscard]] std::size_t count() const {
        std::size_t count = 0;
        for (auto at = begin(); at != end(); ++at) {
            ++count;
        }
        return count;
    }

private:
    Value array_;
};

// The members of an object, to iterate over.
class Members {
public:
    class Iterator {
    public:
        using value_type = Member;
        using difference_type = std::ptrdiff_t;

        Iterator(const Tree& tree, std::uint32_t index) : tree_(&tree), index_(index) {}

        Member operator*() const;
        Iterator& operator++();
        bool operator==(const Iterator&) const = default;

    private:
        const Tree* tree_;
        std::uint32_t index_; // of the key; its value follows
    };

    explicit Members(const Value& object) : object_(object) {}

    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;

    [[nodiscard]] bool empty() const { return begin() == end(); }

private:
    Value object_;
};

class Tree {
public:
    // Parses the whole text. The error names file, line, column and JSON path.
    static Result<Tree> parse(const Source& source);

    // The same of a text that a user names, which may be YAML (yaml.h) or percent-encoded JSON:
    // text() and source() give the JSON that it stands for. Values have their places in the YAML.
    static Result<Tree> parse_any(const Source& source);

    // A Tree is moved, never copied: its nodes view strings that it owns.
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;
    Tree(Tree&&) = default;
    Tree& operator=(Tree&&) = default;
    ~Tree() = default;

    // One value of another Tree as a Tree of its own, which needs the text and the strings of the
    // other to stay. Its text begins with the value, so to tell a place in it costs no look through
    // all that stands before; `name` is what it is called.
    static Tree part(const Value& value, std::string_view name);

    [[nodiscard]] Value root() const { return {*this, 0}; }

    [[nodiscard]] const Source& source() const { return source_; }

    [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

private:
    friend class Value;

    explicit Tree(const Source& source) : source_(source), locator_(source.text, source.begin) {}

    static Result<Tree> parse_converted(std::string_view name, std::string converted);

    std::shared_ptr<const std::string> converted_; // the JSON of a text that was something else
    Source source_;
    mutable Locator locator_; // what it remembers changes no answer
    std::vector<Node> nodes_;
    std::deque<std::string> unescaped_; // strings that the text holds only in escaped form
};

inline const Node& Value::node() const {
    return tree_->nodes()[index_];
}

inline std::uint32_t Value::first_inside(Kind container) const {
    return node().kind == container ? index_ + 1 : node().next;
}

inline Kind Value::kind() const {
    return node().kind;
}

inline std::size_t Value::offset() const {
    return node().offset;
}

inline std::string_view Value::text() const {
    return node().text;
}

inline Items Value::items() const {
    return Items(*this);
}

inline Members Value::members() const {
    return Members(*this);
}

inline Items::Iterator& Items::Iterator::operator++() {
    index_ = tree_->nodes()[index_].next;
    return *this;
}

inline Items::Iterator Items::begin() const {
    return {*array_.tree_, array_.first_inside(Kind::array)};
}

inline Items::Iterator Items::end() const {
    return {*array_.tree_, array_.node().next};
}

inline Member Members::Iterator::operator*() const {
    return {tree_->nodes()[index_].text, Value(*tree_, index_ + 1)};
}

inline Members::Iterator& Members::Iterator::operator++() {
    index_ = tree_->nodes()[index_ + 1].next;
    return *this;
}

inline Members::Iterator Members::begin() const {
    return {*object_.tree_, object_.first_inside(Kind::object)};
}

inline Members::Iterator Members::end() const {
    return {*object_.tree_, object_.node().next};
}

// The path to node `target` of a list of nodes that may still be growing (`next` of a container
// that is not closed yet is 0). A key leads to its value.
std::string path_to(const std::vector<Node>& nodes, std::uint32_t target);

// `.Statement`, or `["a key"]`: what leads to the value of a key, in a path.
std::string step_to_key(std::string_view key);

// What is wrong with a value: `FILE:LINE:COLUMN: MESSAGE ($.PATH)`.
Error error_at(const Value& value, std::string_view message);

} // namespace polhist::json
