#include "cli/resource_note.h"

#include "access/glob.h"
#include "answers/other_resources.h"

#include <fmt/format.h>

namespace polhist::cli {
namespace {

using access::Outcome;

std::string
note_on_star(const policy::Document& document, const access::Request& request, bool allowed) {
    const auto others = answers::on_other_resources(
        document, request, allowed ? policy::Effect::deny : policy::Effect::allow);
    if (others.empty()) {
        return {};
    }
    const std::string more =
        others.size() == 1 ? "" : fmt::format(" and {} more", others.size() - 1);
    return fmt::format("the resource `*` is that of actions without resource types, not any "
                       "resource: {}{} may {} `{}` on other resources; name one with --resource",
                       policy::label_of(*others.front()),
                       more,
                       allowed ? "deny" : "allow",
                       request.action);
}

} // namespace

std::string
resource_note(const policy::Document& document, const access::Request& request, Outcome outcome) {
    if (request.resource == "*") {
        const bool may_turn = outcome == Outcome::allow || outcome == Outcome::implicit_deny;
        return may_turn ? note_on_star(document, request, outcome == Outcome::allow) : "";
    }
    if (!access::has_wildcard(request.resource)) {
        return {};
    }
    return fmt::format("the resource `{}` is taken literally: in a request `*` and `?` are "
                       "characters, not wildcards; name one resource",
                       request.resource);
}

} // namespace polhist::cli
