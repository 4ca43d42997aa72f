#include "timeline/scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace polhist::timeline {

ScopedName scoped_name(std::string_view name) {
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos) {
        return {{}, name};
    }
    return {name.substr(0, colon), name.substr(colon + 1)};
}

std::string written(const PolicyKey& key) {
    return fmt::format("{}:{}", key.scope, key.name);
}

std::vector<std::string> names_of(const std::vector<PolicyKey>& policies) {
    std::unordered_map<std::string_view, std::size_t> scopes;
    for (const PolicyKey& key : policies) {
        ++scopes[key.name];
    }
    std::vector<std::string> names;
    names.reserve(policies.size());
    for (const PolicyKey& key : policies) {
        names.push_back(scopes[key.name] == 1 ? key.name : written(key));
    }
    std::ranges::sort(names);
    return names;
}

Result<PolicyKey> one_of(const std::vector<PolicyKey>& found, std::string_view name) {
    if (found.empty()) {
        return failure(fmt::format("no policy `{}` is in the store", name));
    }
    if (found.size() > 1) {
        std::string choices;
        for (const PolicyKey& key : found) {
            choices += fmt::format("{}`{}`", choices.empty() ? "" : ", ", written(key));
        }
        return failure(
            fmt::format("`{}` is a policy of several scopes; write one of {}", name, choices));
    }
    return found.front();
}

} // namespace polhist::timeline
