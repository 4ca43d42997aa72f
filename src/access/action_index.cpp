#include "access/action_index.h"

#include "access/glob.h"
#include "policy/document.h"

#include <algorithm>

namespace polhist::access {

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

ActionGlob::ActionGlob(std::string pattern)
    : text(std::move(pattern)),
      head(text.find_first_of("*?")) {}

ActionIndex::ActionIndex(std::vector<ActionPatterns> statements)
    : statements_(std::move(statements)) {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
        const ActionPatterns& actions = statements_[i];
        for (std::size_t k = 0; k < actions.patterns->size(); ++k) {
            const bool changed = !actions.changed.empty() && actions.changed[k];
            all_changed_ = all_changed_ || (changed && actions.negated);
            add_pattern((*actions.patterns)[k], i, changed);
        }
        // Without a pattern, a NotAction takes in everything.
        all_changed_ = all_changed_ || (actions.negated && actions.patterns->empty());
    }
    tree_.emplace_back().below = Met(statements_.size(), false);
    for (std::size_t i = 0; i < globs_.size(); ++i) {
        if (globs_[i].is_plain()) {
            plant(i);
        } else {
            inner_.push_back(i);
        }
    }
}

void ActionIndex::add_pattern(const std::string& pattern, std::size_t statement, bool changed) {
    std::string folded = policy::folded(pattern);
    if (!has_wildcard(folded)) {
        add_literal(std::move(folded), pattern, statement, changed);
        return;
    }
    const auto [found, fresh] = known_globs_.emplace(folded, globs_.size());
    if (fresh) {
        globs_.emplace_back(std::move(folded));
    }
    ActionGlob& glob = globs_[found->second];
    glob.statements.push_back(statement);
    glob.changed = glob.changed || changed;
    some_glob_changed_ = some_glob_changed_ || changed;
}

void ActionIndex::add_literal(std::string folded,
                              std::string_view spelling,
                              std::size_t statement,
                              bool changed) {
    const auto [found, fresh] = literals_.emplace(std::move(folded), ActionLiteral{});
    ActionLiteral& literal = found->second;
    if (fresh) {
        literal.spelling = spelling;
        if (is_action(found->first)) {
            spelt_.push_back(&*found);
        }
    }
    literal.statements.push_back(statement);
    literal.changed = literal.changed || changed;
}

void ActionIndex::plant(std::size_t glob) {
    const ActionGlob& planted = globs_[glob];
    const auto pass = [&](Node& node) {
        add_statements(planted, node.below);
        node.changed_below = node.changed_below || planted.changed;
    };
    std::size_t at = 0;
    pass(tree_[at]);
    for (const char byte : std::string_view(planted.text).substr(0, planted.head)) {
        const auto [child, fresh] = tree_[at].next.emplace(byte, tree_.size());
        at = child->second;
        if (fresh) {
            tree_.emplace_back().below = Met(statements_.size(), false);
        }
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
        const auto child = tree_[at].next.find(byte);
        if (child == tree_[at].next.end()) {
            break;
        }
        at = child->second;
        found.insert(found.end(), tree_[at].globs.begin(), tree_[at].globs.end());
    }
    for (const std::size_t glob : inner_) {
        if (matches_action(globs_[glob].text, action)) {
            found.push_back(glob);
        }
    }
    return found;
}

Met ActionIndex::named_by(const std::string& action) const {
    Met met(statements_.size(), false);
    for (const std::size_t glob : globs_matching(action)) {
        add_statements(globs_[glob], met);
    }
    const auto literal = literals_.find(action);
    if (literal != literals_.end()) {
        for (const std::size_t statement : literal->second.statements) {
            met[statement] = true;
        }
    }
    return met;
}

Met ActionIndex::met_by(const std::string& action) const {
    Met met = named_by(action);
    for (std::size_t i = 0; i < met.size(); ++i) {
        met[i] = met[i] != statements_[i].negated;
    }
    return met;
}

} // namespace polhist::access
