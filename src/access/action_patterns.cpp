#include "access/action_patterns.h"

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

bool is_of_service(std::string_view pattern, std::string_view service) {
    return pattern.size() > service.size() && pattern[service.size()] == ':' &&
           pattern.starts_with(service);
}

} // namespace polhist::access
