#include "access/request_context.h"

#include <algorithm>

namespace polhist::access {
namespace {

template <typename Context>
auto find_key(Context& context, std::string_view key) {
    return std::find_if(context.begin(), context.end(), [&](const auto& one) {
        return policy::compare_folded(one.first, key) == 0;
    });
}

} // namespace

const Values* values_of(const Request& request, std::string_view key) {
    const auto found = find_key(request.context, key);
    return found == request.context.end() ? nullptr : &found->second;
}

Values* values_of(Request& request, std::string_view key) {
    const auto found = find_key(request.context, key);
    return found == request.context.end() ? nullptr : &found->second;
}

std::string value_of(const Request& request, std::string_view key) {
    const Values* values = values_of(request, key);
    return values == nullptr || values->empty() ? std::string() : values->front();
}

void erase_key(Request& request, std::string_view key) {
    std::erase_if(request.context,
                  [&](const auto& one) { return policy::compare_folded(one.first, key) == 0; });
}

std::vector<std::string> names_behind(const Request& request, std::string_view folded_prefix) {
    std::vector<std::string> names;
    for (const auto& [key, values] : request.context) {
        if (policy::folded(key).starts_with(folded_prefix)) {
            names.push_back(key.substr(folded_prefix.size()));
        }
    }
    return names;
}

bool has_possible_values(const Parts& parts, const Request& request) {
    return std::ranges::all_of(request.context, [&](const auto& entry) {
        const std::string key = policy::folded(entry.first);
        const KeyKind kind = parts.kind_of_key(key);
        return (kind.several || entry.second.size() <= 1) &&
               std::ranges::all_of(entry.second, [&](const std::string& value) {
                   return admits(kind, key, value);
               });
    });
}

} // namespace polhist::access
