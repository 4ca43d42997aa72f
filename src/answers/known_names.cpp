#include "answers/known_names.h"

#include "access/glob.h"
#include "core/printable.h"
#include "core/spelling.h"
#include "reference/actions.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::answers {
namespace {

bool is_listed(const std::string& action) {
    if (!access::has_wildcard(action)) {
        return reference::listed_action(action) != nullptr;
    }
    const std::string_view service = std::string_view(action).substr(0, action.find(':'));
    const auto fits = [&](std::string_view of) {
        return std::ranges::any_of(reference::actions_of(of), [&](const auto& listed) {
            return access::matches_action(action, reference::name_of(listed));
        });
    };
    return access::has_wildcard(service) ? std::ranges::any_of(reference::service_names(), fits)
                                         : fits(service);
}

// What is no action for another reason is refused for that.
bool is_well_formed(const std::string& action) {
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-*?:";
    return action.find_first_not_of(letters) == std::string::npos &&
           std::ranges::count(action, ':') == 1 && !action.starts_with(':') &&
           !action.ends_with(':');
}

bool is_spelt_out(const std::string& action, const policy::Document& document) {
    return std::ranges::any_of(document.statements, [&](const policy::Statement& statement) {
        return std::ranges::any_of(statement.actions.values, [&](const std::string& one) {
            return !access::has_wildcard(one) && access::matches_action(action, one);
        });
    });
}

std::string near_miss(const std::string& action) {
    const std::size_t colon = action.find(':');
    const std::string service = action.substr(0, colon);
    const auto listed = reference::actions_of(service);
    if (listed.empty()) {
        const auto services = reference::service_names();
        const auto near = nearest(service, services);
        return near ? fmt::format("; did you mean the service `{}`?", *near) : std::string();
    }
    std::vector<std::string_view> names;
    for (const reference::ListedAction& one : listed) {
        names.push_back(one.name);
    }
    const auto near = nearest(std::string_view(action).substr(colon + 1), names);
    return near ? fmt::format("; did you mean `{}:{}`?", service, *near) : std::string();
}

} // namespace

Result<void> check_actions(const std::vector<std::string>& actions,
                           const policy::Document& document) {
    for (const std::string& action : actions) {
        if (is_well_formed(action) && !is_listed(action) && !is_spelt_out(action, document)) {
            return failure(fmt::format("no action that AWS lists (as of {}) or that the document "
                                       "names is `{}`{}; with --allow-unknown it is looked for "
                                       "all the same",
                                       reference::day_of_table(),
                                       visible(action),
                                       near_miss(action)));
        }
    }
    return {};
}

} // namespace polhist::answers
