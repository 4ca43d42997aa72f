#include "index/actions.h"

namespace polhist::index {

void add_allowed(const policy::Document& document, std::set<std::string>& patterns) {
    for (const policy::Statement& statement : document.statements) {
        if (statement.effect == policy::Effect::deny) {
            continue;
        }
        if (statement.actions.negated) {
            patterns.insert("*");
            continue;
        }
        for (const std::string& action : statement.actions.values) {
            patterns.insert(policy::folded(action));
        }
    }
}

} // namespace polhist::index
