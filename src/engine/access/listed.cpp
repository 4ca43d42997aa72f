#include "access/listed.h"

#include "reference/condition_keys.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace polhist::access {
namespace {

// The text with each `${…}` replaced by what `filled` gives for its name.
template <typename Filled>
std::string replaced(std::string_view arn, Filled filled) {
    std::string text;
    while (!arn.empty()) {
        const std::size_t open = std::min(arn.find("${"), arn.size());
        text += arn.substr(0, open);
        arn.remove_prefix(open);
        if (!arn.empty()) {
            const std::size_t close = std::min(arn.find('}'), arn.size() - 1);
            text += filled(arn.substr(2, close - 2));
            arn.remove_prefix(close + 1);
        }
    }
    return text;
}

std::string_view usual(std::string_view name) {
    if (name == "Partition") {
        return "aws";
    }
    if (name == "Region") {
        return "us-east-1";
    }
    return name == "Account" ? "111122223333" : "example";
}

Listed make_ready(const reference::ListedAction& action) {
    Listed listed{&action, {}, {}};
    if (!action.types_known) {
        return listed;
    }
    for (const reference::ResourceType* type : action.types) {
        const std::string pattern =
            replaced(type->arn, [](std::string_view) { return std::string_view("?*"); });
        listed.resources.push_back(compile(pattern, Reading::arn, false));
        listed.samples.push_back(replaced(type->arn, usual));
    }
    if (action.types.empty()) {
        listed.resources.push_back(compile("*", Reading::exact, false));
        listed.samples.emplace_back("*");
    }
    return listed;
}

// Keys of services that come with the session of a caller, whatever is asked for. Source: "AWS
// global condition context keys" in the IAM User Guide, "Properties of role sessions".
constexpr std::array<std::string_view, 9> session_keys{
    "codebuild:buildarn",
    "codebuild:projectarn",
    "ec2:roledelivery",
    "ec2:sourceinstancearn",
    "glue:credentialissuingservice",
    "glue:roleassumedby",
    "identitystore:userid",
    "lambda:sourcefunctionarn",
    "ssm:sourceinstancearn",
};

} // namespace

const Listed* listed(std::string_view action) {
    const reference::ListedAction* found = reference::listed_action(action);
    return found == nullptr ? nullptr : &listed(*found);
}

const Listed& listed(const reference::ListedAction& action) {
    static thread_local std::unordered_map<const reference::ListedAction*, Listed> ready;
    const auto known = ready.find(&action);
    return known != ready.end() ? known->second
                                : ready.emplace(&action, make_ready(action)).first->second;
}

bool may_have(const Listed& listed, std::string_view key) {
    return reference::has_key(*listed.action, key) || reference::is_of_identity_provider(key) ||
           std::ranges::find(session_keys, key) != session_keys.end() || !reference::known_key(key);
}

bool knows(const Listed& listed, const Request& request) {
    const auto& types = listed.resources;
    const bool fits = types.empty() || std::ranges::any_of(types, [&](const Pattern& type) {
                          return matches(type, request.resource);
                      });
    return fits && std::ranges::all_of(request.context, [&](const auto& entry) {
               return may_have(listed, policy::folded(entry.first));
           });
}

} // namespace polhist::access
