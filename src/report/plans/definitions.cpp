#include "plans/definitions.h"

#include "json/sorted.h"
#include "json/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

constexpr std::array<std::string_view, 4> sections{
    "Parameters", "Mappings", "Conditions", "Resources"};

// What functions lead to whose target is not told by a name: some map, where the name of the map is
// put together; any map and any condition, where a macro makes them.
constexpr std::string_view some_map = "(some map)";
constexpr std::string_view any_map = "(any map)";
constexpr std::string_view any_condition = "(any condition)";

// The names in `${Name}` and `${Name.Attribute}`.
void add_names(std::string_view text, std::set<std::string>& out) {
    std::size_t at = 0;
    while ((at = text.find("${", at)) != std::string_view::npos) {
        const std::size_t end = text.find_first_of(".}", at);
        if (end == std::string_view::npos) {
            return;
        }
        out.emplace(text.substr(at + 2, end - at - 2));
        at = end;
    }
}

// Every string inside: a name that is meant by none of them does no harm.
void add_all(const Value& value, std::set<std::string>& out) {
    if (value.kind() == Kind::string) {
        out.emplace(value.text());
        add_names(value.text(), out);
    }
    for (const Value& item : value.items()) {
        add_all(item, out);
    }
    for (const auto& [key, inner] : value.members()) {
        if (key == "Fn::FindInMap") {
            out.emplace(any_map);
            const bool named =
                !inner.items().empty() && (*inner.items().begin()).kind() == Kind::string;
            if (!named) {
                out.emplace(some_map);
            }
        } else if (key == "Fn::If") {
            out.emplace(any_condition);
        }
        add_all(inner, out);
    }
}

// Whether what `Fn::GetAtt` gives of a resource follows from its properties, which may be anything.
bool gives_what_it_is_given(const Value& resource) {
    const auto type = resource.find("Type");
    return type && (type->text() == "AWS::SSM::Parameter" || type->text().starts_with("Custom::") ||
                    type->text() == "AWS::CloudFormation::CustomResource");
}

// What else changes with a definition of a name in a section.
std::vector<std::string_view> beside(std::string_view section, std::string_view name) {
    const bool macro = name.starts_with("Fn::");
    if (section == "Mappings") {
        return macro ? std::vector{some_map, any_map} : std::vector{some_map};
    }
    return section == "Conditions" && macro ? std::vector{any_condition}
                                            : std::vector<std::string_view>{};
}

using Section = std::map<std::string_view, Value>;

Section section_of(const Value& root, std::string_view name) {
    Section members;
    if (const auto section = root.find(name)) {
        for (const auto& [key, inner] : section->members()) {
            members.emplace(key, inner);
        }
    }
    return members;
}

// The properties of a resource that its name and its ARN are made of, by their names.
std::map<std::string_view, Value> naming_properties(const Value& resource) {
    std::map<std::string_view, Value> found;
    if (const auto properties = resource.find("Properties")) {
        for (const auto& [name, value] : properties->members()) {
            if ((name.ends_with("Name") && name != "DisplayName") || name == "Path") {
                found.emplace(name, value);
            }
        }
    }
    return found;
}

// What leads from a definition to others: all of it, or of a resource what names it.
std::set<std::string> names_used(std::string_view section, const Value& value) {
    std::set<std::string> used;
    if (section != "Resources" || gives_what_it_is_given(value)) {
        add_all(value, used);
        return used;
    }
    for (const auto& [name, property] : naming_properties(value)) {
        add_all(property, used);
    }
    return used;
}

// Whether a name that only one of the templates defines gives something else there. That of a
// resource means nothing in the other.
bool matters_alone(std::string_view section, const Value& value) {
    return section != "Resources" || gives_what_it_is_given(value);
}

// What a definition gives: of a parameter its type and default, not what it says of itself; of a
// resource its type and name.
std::string meaning_of(std::string_view section, const Value& value) {
    if (section == "Resources" && !gives_what_it_is_given(value)) {
        const auto type = value.find("Type");
        std::string text = type ? json::sorted_text(*type) : "";
        for (const auto& [name, property] : naming_properties(value)) {
            text += fmt::format(" {}={}", name, json::sorted_text(property));
        }
        return text;
    }
    if (section != "Parameters") {
        return json::sorted_text(value);
    }
    std::string text;
    for (const std::string_view member : {"Type", "Default"}) {
        const auto inner = value.find(member);
        text += inner ? json::sorted_text(*inner) : "";
        text += ' ';
    }
    return text;
}

} // namespace

bool is_function(const Value& value) {
    for (const auto& [key, inner] : value.members()) {
        if (key == "Ref" || key.starts_with("Fn::")) {
            return true;
        }
    }
    return false;
}

bool has_function(const Value& value) {
    if (is_function(value)) {
        return true;
    }
    if (value.kind() == Kind::string) {
        return value.text().find(dynamic_reference) != std::string_view::npos;
    }
    for (const Value& item : value.items()) {
        if (has_function(item)) {
            return true;
        }
    }
    for (const auto& [key, inner] : value.members()) {
        if (has_function(inner)) {
            return true;
        }
    }
    return false;
}

std::string function_text(const Value& function) {
    std::string text;
    for (const auto& [key, inner] : function.members()) {
        text += text.empty() ? "" : ", ";
        text += key;
        text += ' ';
        if (inner.kind() == Kind::string) {
            text += inner.text();
        } else {
            json::Writer writer(text);
            json::write(writer, inner);
        }
    }
    return text;
}

Definitions::Definitions(const Value& root, const Value& other_root) : names_(root, other_root) {
    std::vector<std::string> open;
    const auto add = [&](std::string_view name) {
        if (const auto [at, is_new] = unlike_.emplace(name); is_new) {
            open.push_back(*at);
        }
    };
    const auto add_defined = [&](std::string_view section, std::string_view name) {
        add(name);
        for (const std::string_view other : beside(section, name)) {
            add(other);
        }
    };
    std::map<std::string, std::set<std::string_view>> users; // of each name, who leads to it
    for (const std::string_view section : sections) {
        const Section here = section_of(root, section);
        const Section there = section_of(other_root, section);
        if (section == "Parameters") {
            for (const Section* one : {&here, &there}) {
                for (const auto& [name, value] : *one) {
                    parameters_.emplace(name);
                }
            }
        }
        for (const auto& [name, value] : here) {
            const auto counterpart = there.find(name);
            if (counterpart == there.end()
                    ? matters_alone(section, value)
                    : meaning_of(section, counterpart->second) != meaning_of(section, value)) {
                add_defined(section, name);
            }
            for (const std::string& other : names_used(section, value)) {
                users[other].insert(name);
            }
        }
        for (const auto& [name, value] : there) {
            if (!here.contains(name) && matters_alone(section, value)) {
                add_defined(section, name);
            }
        }
    }
    while (!open.empty()) {
        const std::string name = std::move(open.back());
        open.pop_back();
        for (const std::string_view user : users[name]) {
            add(user);
        }
    }
}

bool Definitions::are_alike_for(const Value& function) const {
    std::set<std::string> names;
    add_all(function, names);
    return std::ranges::none_of(names,
                                [&](const std::string& name) { return unlike_.contains(name); });
}

bool Definitions::may_have_wildcards(std::string_view name) const {
    return parameters_.contains(name) || name.starts_with("Fn::ImportValue") ||
           name.starts_with("resolve:");
}

} // namespace polhist::plans
