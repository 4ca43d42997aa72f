// The action patterns of some statements, made ready to ask which of them take in an action.
//
// Literals are looked up in a table, wildcards that end in their only
// star in a tree of their heads, the others one by one.

#pragma once

#include "access/action_patterns.h"
#include "access/action_table.h"
#include "access/bits.h"

#include <cstdint>
#include <unordered_map>
#include <unordered_set>

namespace polhist::access {

// Which statements, by their numbers.
using Met = Bits;

// A wildcard pattern, folded, a run of stars as one. `head` is what stands before its first
// wildcard; a plain one has nothing but a `*` behind it.
struct ActionGlob {
    std::string text;
    std::size_t head = 0;
    std::vector<std::size_t> statements;
    bool changed = false;            // in some statement
    std::uint32_t next = UINT32_MAX; // of those with the same head

    explicit ActionGlob(std::string pattern);

    [[nodiscard]] bool is_plain() const { return head + 1 == text.size() && text[head] == '*'; }
};

struct ActionLiteral {
    const std::string* spelling;
    bool changed;
};

class ActionIndex {
public:
    static constexpr std::uint32_t outside = UINT32_MAX; // of the tree

    // The heads of plain globs as a tree of characters; its root is the first node.
    struct Node {
        std::uint32_t child = outside; // the first of those one character on, sorted by it
        std::uint32_t last_child = outside;
        std::uint32_t sibling = outside; // the next with the same parent
        std::uint32_t glob = outside;    // the first whose head ends here; see ActionGlob::next
        char byte = '\0';                // that leads here
        bool changed_below = false;      // whether a glob from here on is changed
        const Met* below = nullptr;      // the statements of all globs from here on
    };

    // The patterns must stay. Where some of them do not count, what is asked is actions that none
    // of these takes in.
    explicit ActionIndex(std::vector<ActionPatterns> statements);

    // Its nodes point to sets that it owns.
    ActionIndex(const ActionIndex&) = delete;
    ActionIndex& operator=(const ActionIndex&) = delete;
    ActionIndex(ActionIndex&&) = default;
    ActionIndex& operator=(ActionIndex&&) = default;
    ~ActionIndex() = default;

    [[nodiscard]] std::size_t statements() const { return statements_.size(); }

    // Those with a NotAction.
    [[nodiscard]] const Met& negated() const { return negated_; }

    // Whether a pattern of a NotAction is changed, so that every action may be concerned.
    [[nodiscard]] bool all_changed() const { return all_changed_; }

    [[nodiscard]] bool some_glob_changed() const { return some_glob_changed_; }

    [[nodiscard]] const std::vector<ActionGlob>& globs() const { return globs_; }

    [[nodiscard]] const std::vector<std::uint32_t>& inner_globs() const { return inner_; }

    [[nodiscard]] const Node& node(std::uint32_t at) const { return tree_[at]; }

    // The node that a character leads to; `outside` where none does.
    [[nodiscard]] std::uint32_t child(std::uint32_t at, char byte) const;

    // Whether some statement spells an action out.
    [[nodiscard]] bool is_literal(std::string_view action) const;

    // What the statements spell out, in their order; one action may stand there more than once.
    [[nodiscard]] const std::vector<ActionLiteral>& literals() const { return literals_; }

    // The positions of those that begin with a folded text, in order.
    [[nodiscard]] std::vector<std::uint32_t> literals_from(std::string_view head) const;

    // The globs that take in an action, in whatever letter case.
    [[nodiscard]] std::vector<std::uint32_t> globs_matching(std::string_view action) const;

    // The statements of which a pattern, of Action or NotAction, takes in an action.
    [[nodiscard]] Met named_by(std::string_view action) const;

    // The statements that take it in: those of a NotAction where none of its patterns does.
    [[nodiscard]] Met met_by(std::string_view action) const;

    void add_statements(const ActionGlob& glob, Met& met) const;

private:
    void add_patterns(std::size_t statement);
    void add_pattern(std::size_t statement, std::size_t at);
    void add_glob(const std::string& pattern, std::size_t statement, bool changed);
    void plant(std::uint32_t glob, std::vector<std::uint32_t>& path, std::size_t from);
    std::uint32_t grow(std::uint32_t at, char byte);
    const Met* joined(const Met& met, const ActionGlob& glob);

    std::vector<ActionPatterns> statements_;
    Met negated_;
    std::vector<ActionLiteral> literals_;
    mutable std::vector<std::uint32_t> by_name_; // their positions sorted, once asked for
    ActionTable table_;                          // of them, with their statements
    std::unordered_map<std::string, std::uint32_t> known_globs_;
    std::vector<ActionGlob> globs_;
    std::vector<std::uint32_t> inner_; // globs that are not plain
    std::vector<Node> tree_;
    std::unordered_set<Met, BitsHash> mets_; // that nodes point to: most have the same
    const Met* none_ = nullptr;
    bool all_changed_ = false;
    bool some_glob_changed_ = false;
};

} // namespace polhist::access
