#include "judge/possible.h"

#include "judge/alphabet.h"
#include "judge/caller.h"

#include <algorithm>

namespace polhist::judge {
namespace {

bool is_possible_action(const std::string& action) {
    const std::string folded = lower(action);
    const std::size_t colon = folded.find(':');
    return folded.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-:") ==
               std::string::npos &&
           colon != std::string::npos && colon != 0 && colon + 1 < folded.size() &&
           folded.find(':', colon + 1) == std::string::npos;
}

// One where a statement names principals, none otherwise.
bool is_possible_caller(const Pair& pair, const std::optional<Name>& caller) {
    const auto named = [](const Policy& one) {
        return std::ranges::any_of(one.rules, &Rule::has_principals);
    };
    return (named(pair.before) || named(pair.after)) == caller.has_value() &&
           (!caller || is_caller(*caller));
}

bool is_possible_value(const KeyStates& key, const Texts& values) {
    const bool of_kind = std::ranges::all_of(
        values, [&](const std::string& value) { return is_of_kind(key.kind, value); });
    return of_kind &&
           (key.may_have_several ? std::ranges::count(values, "") == 0 : values.size() <= 1);
}

} // namespace

bool is_possible(const Pair& pair, const std::vector<KeyStates>& keys, const Request& request) {
    const auto is_known = [&](const auto& entry) {
        const auto key = std::ranges::find(keys, entry.first, &KeyStates::key);
        return key != keys.end() && is_possible_value(*key, entry.second);
    };
    return is_possible_action(request.action) &&
           (request.resource == "*" || is_arn(request.resource)) &&
           is_possible_caller(pair, request.principal) &&
           std::ranges::all_of(request.context, is_known);
}

} // namespace polhist::judge
