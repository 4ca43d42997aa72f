#include "access/action_index.h"

#include "access/glob.h"
#include "policy/document.h"

#include <algorithm>
#include <numeric>

namespace polhist::access {
namespace {

char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
}

} // namespace

ActionGlob::ActionGlob(std::string pattern) : text(std::move(pattern)) {
    const auto repeats = [](char a, char b) { return a == '*' && b == '*'; };
    text.erase(std::unique(text.begin(), text.end(), repeats), text.end());
    head = std::min(text.find_first_of("*?"), text.size());
}

ActionIndex::ActionIndex(std::vector<ActionPatterns> statements)
    : statements_(std::move(statements)),
      negated_(statements_.size()) {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
        add_patterns(i);
        if (statements_[i].negated) {
            negated_.add(i);
        }
    }
    none_ = &*mets_.emplace(statements_.size()).first;
    tree_.push_back({.below = none_});
    std::vector<std::uint32_t> path{0};
    std::string_view last;
    for (std::uint32_t i = 0; i < globs_.size(); ++i) {
        if (globs_[i].is_plain()) {
            const auto head = std::string_view(globs_[i].text).substr(0, globs_[i].head);
            const auto differ = std::ranges::mismatch(head, last).in1;
            plant(i, path, static_cast<std::size_t>(differ - head.begin()));
            last = head;
        } else {
            inner_.push_back(i);
        }
    }
}

void ActionIndex::add_patterns(std::size_t statement) {
    const ActionPatterns& actions = statements_[statement];
    // Without a pattern, a NotAction takes in everything.
    all_changed_ =
        all_changed_ ||
        (actions.negated && (actions.patterns->empty() ||
                             std::ranges::find(actions.changed, true) != actions.changed.end()));
    if (actions.counted) {
        for (const std::uint32_t at : *actions.counted) {
            add_pattern(statement, at);
        }
        return;
    }
    for (std::size_t at = 0; at < actions.patterns->size(); ++at) {
        add_pattern(statement, at);
    }
}

void ActionIndex::add_pattern(std::size_t statement, std::size_t at) {
    const ActionPatterns& actions = statements_[statement];
    const std::string& pattern = (*actions.patterns)[at];
    const bool changed = !actions.changed.empty() && actions.changed[at];
    if (has_wildcard(pattern)) {
        add_glob(pattern, statement, changed);
    } else {
        literals_.push_back({&pattern, changed});
        table_.add(pattern, static_cast<std::uint32_t>(statement));
    }
}

void ActionIndex::add_glob(const std::string& pattern, std::size_t statement, bool changed) {
    std::string folded = policy::folded(pattern);
    const auto [found, fresh] =
        known_globs_.emplace(folded, static_cast<std::uint32_t>(globs_.size()));
    if (fresh) {
        globs_.emplace_back(std::move(folded));
    }
    ActionGlob& glob = globs_[found->second];
    glob.statements.push_back(statement);
    glob.changed = glob.changed || changed;
    some_glob_changed_ = some_glob_changed_ || changed;
}

std::uint32_t ActionIndex::child(std::uint32_t at, char byte) const {
    std::uint32_t child = tree_[at].child;
    while (child != outside && tree_[child].byte < byte) {
        child = tree_[child].sibling;
    }
    return child != outside && tree_[child].byte == byte ? child : outside;
}

// The child for a character, made where there is none. Those planted one after another mostly are
// in order, so that the last child is looked at first.
std::uint32_t ActionIndex::grow(std::uint32_t at, char byte) {
    const std::uint32_t last = tree_[at].last_child;
    std::uint32_t before = outside;
    std::uint32_t child = last != outside && tree_[last].byte <= byte ? last : tree_[at].child;
    while (child != outside && tree_[child].byte < byte) {
        before = child;
        child = tree_[child].sibling;
    }
    if (child != outside && tree_[child].byte == byte) {
        return child;
    }
    const auto made = static_cast<std::uint32_t>(tree_.size());
    tree_.push_back({.sibling = child, .byte = byte, .below = none_});
    (before == outside ? tree_[at].child : tree_[before].sibling) = made;
    if (child == outside) {
        tree_[at].last_child = made;
    }
    return made;
}

// The set of a node once a glob is planted there.
const Met* ActionIndex::joined(const Met& met, const ActionGlob& glob) {
    Met both = met;
    add_statements(glob, both);
    return &*mets_.insert(std::move(both)).first;
}

// `path`: the nodes that led to the glob planted before, `from` of which lead to this one too.
void ActionIndex::plant(std::uint32_t glob, std::vector<std::uint32_t>& path, std::size_t from) {
    ActionGlob& planted = globs_[glob];
    path.resize(from + 1);
    for (std::size_t i = from; i < planted.head; ++i) {
        path.push_back(grow(path.back(), planted.text[i]));
    }
    planted.next = tree_[path.back()].glob;
    tree_[path.back()].glob = glob;
    const Met* before = nullptr;
    const Met* after = nullptr;
    for (std::size_t i = path.size(); i-- > 0;) {
        Node& node = tree_[path[i]];
        // Neighbours mostly have the same set, and get the same.
        if (node.below != before) {
            before = node.below;
            after = joined(*before, planted);
        }
        // What a node has, those above it have too.
        if (node.below == after && (node.changed_below || !planted.changed)) {
            break;
        }
        node.below = after;
        node.changed_below = node.changed_below || planted.changed;
    }
}

void ActionIndex::add_statements(const ActionGlob& glob, Met& met) const {
    for (const std::size_t statement : glob.statements) {
        met.add(statement);
    }
}

std::vector<std::uint32_t> ActionIndex::globs_matching(std::string_view action) const {
    std::vector<std::uint32_t> found;
    const auto take = [&](const Node& node) {
        for (std::uint32_t glob = node.glob; glob != outside; glob = globs_[glob].next) {
            found.push_back(glob);
        }
    };
    std::uint32_t at = 0;
    take(tree_[at]);
    for (const char byte : action) {
        at = child(at, lower(byte));
        if (at == outside) {
            break;
        }
        take(tree_[at]);
    }
    for (const std::uint32_t glob : inner_) {
        if (matches_action(globs_[glob].text, action)) {
            found.push_back(glob);
        }
    }
    return found;
}

bool ActionIndex::is_literal(std::string_view action) const {
    return table_.contains(action);
}

std::vector<std::uint32_t> ActionIndex::literals_from(std::string_view head) const {
    const auto is_before = [](std::string_view left, std::string_view right) {
        return policy::compare_folded(left, right) < 0;
    };
    const auto name = [&](std::uint32_t at) { return std::string_view(*literals_[at].spelling); };
    if (by_name_.size() != literals_.size()) {
        by_name_.resize(literals_.size());
        std::iota(by_name_.begin(), by_name_.end(), 0U);
        std::ranges::sort(by_name_, is_before, name);
    }
    const auto beginning = [&](std::uint32_t at) { return name(at).substr(0, head.size()); };
    const auto first = std::ranges::lower_bound(by_name_, head, is_before, beginning);
    const auto end = std::ranges::upper_bound(by_name_, head, is_before, beginning);
    std::vector<std::uint32_t> found(first, end);
    std::ranges::sort(found);
    return found;
}

Met ActionIndex::named_by(std::string_view action) const {
    Met met(statements_.size());
    for (const std::uint32_t glob : globs_matching(action)) {
        add_statements(globs_[glob], met);
    }
    table_.for_each(action, [&](std::uint32_t statement) { met.add(statement); });
    return met;
}

Met ActionIndex::met_by(std::string_view action) const {
    return named_by(action) ^= negated_;
}

} // namespace polhist::access
