#include "plans/template_resource.h"

#include "plans/definitions.h"

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

constexpr std::string_view serverless = "AWS::Serverless::";

std::optional<Value> globals_of(const Value& root, std::string_view type) {
    const auto globals = root.find("Globals");
    return globals && type.starts_with(serverless) ? globals->find(type.substr(serverless.size()))
                                                   : std::nullopt;
}

// Whether `IgnoreGlobals` says that a property is not taken from there.
bool ignores(const Value& resource, std::string_view property) {
    const auto ignored = resource.find("IgnoreGlobals");
    if (!ignored) {
        return false;
    }
    bool listed = ignored->kind() == Kind::string && ignored->text() == "*";
    for (const Value& name : ignored->items()) {
        listed = listed || name.text() == property;
    }
    return listed;
}

bool is_merged(const Value& value) {
    return value.kind() == Kind::array || (value.kind() == Kind::object && !is_function(value));
}

} // namespace

std::optional<Value> TemplateResource::own(std::string_view property) const {
    return properties ? properties->find(property) : std::nullopt;
}

std::vector<Value> TemplateResource::values(std::string_view property) const {
    const auto value = own(property);
    const auto global =
        globals && !ignores(whole, property) ? globals->find(property) : std::nullopt;
    std::vector<Value> all;
    if (value && is_no_value(*value)) {
        return all; // it takes the place of what Globals says, and then goes
    }
    if (!is_nothing(value)) {
        all.push_back(*value);
    }
    if (!is_nothing(global) && (is_nothing(value) || is_merged(*value))) {
        all.push_back(*global);
    }
    return all;
}

TemplateResources resources_of(const Value& root) {
    TemplateResources found;
    const auto resources = root.find("Resources");
    if (!resources) {
        return found;
    }
    for (const auto& [name, resource] : resources->members()) {
        const auto type = resource.find("Type");
        if (type && type->kind() == Kind::string) {
            found.emplace(name,
                          TemplateResource{resource,
                                           type->text(),
                                           resource.find("Properties"),
                                           globals_of(root, type->text())});
        }
    }
    return found;
}

bool is_no_value(const Value& value) {
    const auto name = value.find("Ref");
    return name && name->text() == "AWS::NoValue";
}

bool is_nothing(const std::optional<Value>& value) {
    return !value || value->kind() == Kind::null ||
           (value->kind() == Kind::array && value->items().empty());
}

} // namespace polhist::plans
