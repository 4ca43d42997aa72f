#include "answers/other_resources.h"

#include "access/evaluate.h"

namespace polhist::answers {
namespace {

bool matches(const policy::Document& document, const access::Request& request) {
    return access::evaluate(access::Compiled(document), request).outcome !=
           access::Outcome::implicit_deny;
}

} // namespace

std::vector<const policy::Statement*> on_other_resources(const policy::Document& document,
                                                         const access::Request& request,
                                                         policy::Effect effect) {
    std::vector<const policy::Statement*> found;
    for (const policy::Statement& statement : document.statements) {
        if (statement.effect != effect || !statement.resources) {
            continue;
        }
        // Only its actions and resources, then only its actions.
        policy::Document alone;
        alone.language = document.language;
        policy::Statement& bare = alone.statements.emplace_back(statement);
        bare.conditions.clear();
        bare.principals.reset();
        if (matches(alone, request)) {
            continue;
        }
        bare.resources.reset();
        if (matches(alone, request)) {
            found.push_back(&statement);
        }
    }
    return found;
}

} // namespace polhist::answers
