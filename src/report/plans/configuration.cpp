#include "plans/configuration.h"

#include <algorithm>
#include <array>

namespace polhist::plans {
namespace {

using json::Value;

// Attributes of AWS's providers that are optional and computed. Of blocks among them, `grant`
// alone: it is deprecated, and every new bucket has it.
constexpr std::array<std::string_view, 7> computed{"grant",
                                                   "access_policies",
                                                   "acl",
                                                   "managed_policy_arns",
                                                   "permission_arns",
                                                   "policy",
                                                   "access_policy"};

// The names of the modules of an address: `app.inner.` of `module.app["one"].module.inner`.
std::string modules_in(std::string_view address) {
    std::string names;
    std::string name;
    bool is_name = false; // else it is the word `module`
    bool quoted = false;
    std::size_t depth = 0; // in brackets
    const auto end_name = [&] {
        names += is_name ? name + '.' : std::string();
        is_name = !is_name;
        name.clear();
    };
    for (const char byte : address) {
        quoted = quoted != (depth > 0 && byte == '"');
        if (!quoted && byte == '[') {
            ++depth;
        } else if (!quoted && byte == ']' && depth > 0) {
            --depth;
        } else if (depth == 0 && byte == '.') {
            end_name();
        } else if (depth == 0) {
            name += byte;
        }
    }
    if (!name.empty()) {
        end_name();
    }
    return names;
}

std::string_view text_of(const Value& value, std::string_view member) {
    const auto found = value.find(member);
    return found ? found->text() : std::string_view{};
}

std::string key_of(std::string_view modules, const Value& resource) {
    std::string key(modules);
    key += text_of(resource, "type");
    key += '.';
    key += text_of(resource, "name");
    return key;
}

} // namespace

Configuration::Configuration(const Value& plan) {
    const auto configuration = plan.find("configuration");
    const auto root = configuration ? configuration->find("root_module") : std::nullopt;
    if (root) {
        add_module(*root, "");
    }
}

void Configuration::add_module(const Value& module, const std::string& path) {
    if (const auto resources = module.find("resources")) {
        for (const Value resource : resources->items()) {
            const auto expressions = resource.find("expressions");
            if (text_of(resource, "mode") != "managed" || !expressions) {
                continue;
            }
            auto& attributes = set_[key_of(path, resource)];
            for (const auto& [name, expression] : expressions->members()) {
                attributes.emplace(name);
            }
        }
    }
    if (const auto calls = module.find("module_calls")) {
        for (const auto& [name, call] : calls->members()) {
            if (const auto inner = call.find("module")) {
                add_module(*inner, path + std::string(name) + '.');
            }
        }
    }
}

bool Configuration::leaves_open(const Value& resource, std::string_view attribute) const {
    if (std::ranges::find(computed, attribute) == computed.end()) {
        return false;
    }
    const auto known = set_.find(key_of(modules_in(text_of(resource, "module_address")), resource));
    return known != set_.end() && !known->second.contains(attribute);
}

} // namespace polhist::plans
