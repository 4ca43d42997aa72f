#include "index/actions.h"

#include "policy/envelope.h"

namespace polhist::index {

void add_allowed(std::string_view document, std::set<std::string>& patterns) {
    const auto read = policy::read_any({"document", document});
    if (!read) {
        patterns.insert("*");
        return;
    }
    for (const policy::Statement& statement : read->document.statements) {
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
