#include "access/action_patterns.h"

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

std::string_view service_of(std::string_view pattern) {
    return pattern.substr(0, pattern.find(':'));
}

// Neighbours in a list mostly are of one service, so this is asked once for a run of them.
std::vector<std::uint32_t> patterns_of(const Services& services,
                                       const std::vector<std::string>& patterns) {
    constexpr std::size_t few = 8;
    const auto is_one = [&](std::string_view service) {
        return services.size() > few ? services.contains(policy::folded(service))
                                     : std::ranges::any_of(services, [&](const std::string& one) {
                                           return one.size() == service.size() &&
                                                  policy::compare_folded(one, service) == 0;
                                       });
    };
    std::vector<std::uint32_t> found;
    std::string_view service; // of the pattern before
    bool counts = false;
    for (std::uint32_t i = 0; i < patterns.size(); ++i) {
        const std::string_view pattern = patterns[i];
        const bool same = pattern.size() > service.size() && pattern[service.size()] == ':' &&
                          pattern.starts_with(service);
        if (!same) {
            service = service_of(pattern);
            counts = is_one(service) || has_wildcard(service);
        }
        if (counts) {
            found.push_back(i);
        }
    }
    return found;
}

} // namespace polhist::access
