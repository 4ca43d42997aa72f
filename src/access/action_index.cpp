#include "access/action_index.h"

#include "access/glob.h"
#include "policy/document.h"

#include <algorithm>
#include <cassert>

namespace polhist::access {
namespace {

char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
}

// Whether a sorted list has an action as it is.
bool lists(const std::vector<std::string>& patterns, std::string_view action) {
    const auto at = std::lower_bound(
        patterns.begin(), patterns.end(), action, [](const std::string& a, std::string_view b) {
            return policy::compare_folded(a, b) < 0;
        });
    return at != patterns.end() && policy::compare_folded(*at, action) == 0;
}

} // namespace

bool is_action(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) {
        return false;
    }
    const auto valid = [&](char byte) {
        return action_letters.find(byte) != std::string_view::npos;
    };
    return std::ranges::all_of(text.substr(0, colon), valid) &&
           std::ranges::all_of(text.substr(colon + 1), valid);
}

ActionGlob::ActionGlob(std::string pattern) : text(std::move(pattern)) {
    const auto repeats = [](char a, char b) { return a == '*' && b == '*'; };
    text.erase(std::unique(text.begin(), text.end(), repeats), text.end());
    head = text.find_first_of("*?");
}

ActionIndex::ActionIndex(std::vector<ActionPatterns> statements)
    : statements_(std::move(statements)) {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
        const ActionPatterns& actions = statements_[i];
        assert(std::ranges::is_sorted(*actions.patterns, [](const auto& a, const auto& b) {
            return policy::compare_folded(a, b) < 0;
        }));
        for (std::size_t k = 0; k < actions.patterns->size(); ++k) {
            const bool changed = !actions.changed.empty() && actions.changed[k];
            all_changed_ = all_changed_ || (changed && actions.negated);
            const std::string& pattern = (*actions.patterns)[k];
            if (has_wildcard(pattern)) {
                add_glob(pattern, i, changed);
            } else {
                literals_.push_back({&pattern, changed});
            }
        }
        // Without a pattern, a NotAction takes in everything.
        all_changed_ = all_changed_ || (actions.negated && actions.patterns->empty());
    }
    none_ = &*mets_.emplace(statements_.size(), false).first;
    tree_.emplace_back().below = none_;
    for (std::size_t i = 0; i < globs_.size(); ++i) {
        if (globs_[i].is_plain()) {
            plant(i);
        } else {
            inner_.push_back(i);
        }
    }
}

void ActionIndex::add_glob(const std::string& pattern, std::size_t statement, bool changed) {
    std::string folded = policy::folded(pattern);
    const auto [found, fresh] = known_globs_.emplace(folded, globs_.size());
    if (fresh) {
        globs_.emplace_back(std::move(folded));
    }
    ActionGlob& glob = globs_[found->second];
    glob.statements.push_back(statement);
    glob.changed = glob.changed || changed;
    some_glob_changed_ = some_glob_changed_ || changed;
}

std::size_t ActionIndex::child(std::size_t at, char byte) const {
    std::size_t child = tree_[at].child;
    while (child != outside && tree_[child].byte < byte) {
        child = tree_[child].sibling;
    }
    return child != outside && tree_[child].byte == byte ? child : outside;
}

// The child for a character, made where there is none.
std::size_t ActionIndex::grow(std::size_t at, char byte) {
    std::size_t before = outside;
    std::size_t child = tree_[at].child;
    while (child != outside && tree_[child].byte < byte) {
        before = child;
        child = tree_[child].sibling;
    }
    if (child != outside && tree_[child].byte == byte) {
        return child;
    }
    const std::size_t made = tree_.size();
    Node& node = tree_.emplace_back();
    node.byte = byte;
    node.sibling = child;
    node.below = none_;
    (before == outside ? tree_[at].child : tree_[before].sibling) = made;
    return made;
}

// The set of a node once a glob is planted there.
const Met* ActionIndex::joined(const Met& met, const ActionGlob& glob) {
    Met both = met;
    add_statements(glob, both);
    return &*mets_.insert(std::move(both)).first;
}

void ActionIndex::plant(std::size_t glob) {
    const ActionGlob& planted = globs_[glob];
    const Met* before = nullptr;
    const Met* after = nullptr;
    const auto pass = [&](Node& node) {
        // Neighbours mostly have the same set, and get the same.
        if (node.below != before) {
            before = node.below;
            after = joined(*before, planted);
        }
        node.below = after;
        node.changed_below = node.changed_below || planted.changed;
    };
    std::size_t at = 0;
    pass(tree_[at]);
    for (const char byte : std::string_view(planted.text).substr(0, planted.head)) {
        at = grow(at, byte);
        pass(tree_[at]);
    }
    tree_[at].globs.push_back(glob);
}

void ActionIndex::add_statements(const ActionGlob& glob, Met& met) const {
    for (const std::size_t statement : glob.statements) {
        met[statement] = true;
    }
}

std::vector<std::size_t> ActionIndex::globs_matching(std::string_view action) const {
    std::vector<std::size_t> found = tree_[0].globs;
    std::size_t at = 0;
    for (const char byte : action) {
        at = child(at, lower(byte));
        if (at == outside) {
            break;
        }
        found.insert(found.end(), tree_[at].globs.begin(), tree_[at].globs.end());
    }
    for (const std::size_t glob : inner_) {
        if (matches_action(globs_[glob].text, action)) {
            found.push_back(glob);
        }
    }
    return found;
}

bool ActionIndex::is_literal(std::string_view action) const {
    return std::ranges::any_of(statements_, [&](const ActionPatterns& actions) {
        return lists(*actions.patterns, action);
    });
}

Met ActionIndex::named_by(std::string_view action) const {
    Met met(statements_.size(), false);
    for (const std::size_t glob : globs_matching(action)) {
        add_statements(globs_[glob], met);
    }
    for (std::size_t i = 0; i < statements_.size(); ++i) {
        met[i] = met[i] || lists(*statements_[i].patterns, action);
    }
    return met;
}

Met ActionIndex::met_by(std::string_view action) const {
    Met met = named_by(action);
    for (std::size_t i = 0; i < met.size(); ++i) {
        met[i] = met[i] != statements_[i].negated;
    }
    return met;
}

} // namespace polhist::access
