#include "access/listed_class.h"

#include "reference/actions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace polhist::access {

using reference::ListedAction;

ListedActions::List ListedActions::like(const std::vector<std::string>& members, const Met& met) {
    List found;
    for (const std::string& member : members) {
        if (const ListedAction* action = reference::listed_action(member)) {
            found.push_back(action);
        }
    }
    for (const std::string& member : members) {
        // A literal meets the same as others by chance alone.
        found = found.empty() && !index_.is_literal(member) ? of_any_service(member, met)
                                                            : std::move(found);
    }
    std::ranges::stable_sort(found, std::greater(), [](const ListedAction* action) {
        return std::tuple(action->gone.empty(), action->level);
    });
    return found;
}

ListedActions::List ListedActions::of_any_service(const std::string& member, const Met& met) {
    List found = of_service(service_of(member), met);
    // Where people look first; most that may be of any service is found in one of these.
    constexpr std::array<std::string_view, 4> first{"iam", "s3", "ec2", "lambda"};
    for (std::size_t i = 0; any_service_ && found.empty() && i < first.size(); ++i) {
        found = of_service(first.at(i), met);
    }
    if (any_service_ && found.empty()) {
        for (const std::string_view name : reference::service_names()) {
            found = found.empty() ? of_service(name, met) : std::move(found);
        }
    }
    return found;
}

ListedActions::List ListedActions::of_service(std::string_view service, const Met& met) {
    List found;
    for (const ListedAction& action : reference::actions_of(service)) {
        if (looks_left_ == 0) {
            return {};
        }
        --looks_left_;
        if (index_.met_by(fmt::format("{}:{}", service, action.name)) == met) {
            found.push_back(&action);
        }
    }
    return found;
}

} // namespace polhist::access
