#include "answers/unknown_names.h"

#include "access/glob.h"
#include "core/printable.h"
#include "core/spelling.h"
#include "policy/document.h"
#include "reference/actions.h"
#include "reference/condition_keys.h"

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

std::string meant(std::string_view name, const std::vector<std::string_view>& candidates) {
    const auto near = nearest(name, candidates);
    return near ? fmt::format("; did you mean `{}`?", *near) : std::string();
}

std::string meant_action(const std::string& action) {
    const std::size_t colon = action.find(':');
    const std::string service = action.substr(0, colon);
    const auto listed = reference::actions_of(service);
    if (listed.empty()) {
        return meant(service, reference::service_names());
    }
    std::vector<std::string_view> names;
    for (const reference::ListedAction& one : listed) {
        names.push_back(one.name);
    }
    const auto near = nearest(std::string_view(action).substr(colon + 1), names);
    return near ? fmt::format("; did you mean `{}:{}`?", service, *near) : std::string();
}

std::string unlisted(std::string_view kind, std::string_view name) {
    return fmt::format(
        "AWS lists no {} `{}` (as of {})", kind, visible(name), reference::day_of_table());
}

} // namespace

std::string unknown_action(const std::string& action) {
    return !is_well_formed(action) || is_listed(action)
               ? std::string()
               : unlisted("action", action) + meant_action(action);
}

std::string unknown_service(const std::string& service) {
    const std::vector<std::string_view> services = reference::service_names();
    const bool listed = std::ranges::any_of(
        services, [&](std::string_view one) { return policy::compare_folded(one, service) == 0; });
    return listed ? std::string() : unlisted("service", service) + meant(service, services);
}

std::string unknown_key(const std::string& key) {
    const std::string folded = policy::folded(key);
    // Of a key with a tag's name AWS's list has one row, with some word for the name.
    const std::size_t slash = folded.find('/');
    const bool of_tag =
        slash != std::string::npos &&
        std::ranges::any_of(reference::key_rows(), [&](const reference::KeyRow& row) {
            return row.name.starts_with(folded.substr(0, slash + 1));
        });
    if (of_tag || reference::is_of_identity_provider(folded) || reference::known_key(folded)) {
        return {};
    }
    std::vector<std::string_view> names;
    for (const reference::KeyRow& row : reference::key_rows()) {
        names.push_back(row.name);
    }
    return unlisted("condition key", key) + meant(folded, names);
}

bool spells_out(const policy::Document& document, const std::string& action) {
    return std::ranges::any_of(document.statements, [&](const policy::Statement& statement) {
        return std::ranges::any_of(statement.actions.values, [&](const std::string& one) {
            return !access::has_wildcard(one) && access::matches_action(action, one);
        });
    });
}

Result<void> check_actions(const std::vector<std::string>& actions,
                           const policy::Document& document) {
    for (const std::string& action : actions) {
        const std::string unknown = unknown_action(action);
        if (!unknown.empty() && !spells_out(document, action)) {
            return failure(fmt::format("{}{} --allow-unknown looks for it all the same",
                                       unknown,
                                       unknown.ends_with('?') ? "" : ";"));
        }
    }
    return {};
}

} // namespace polhist::answers
