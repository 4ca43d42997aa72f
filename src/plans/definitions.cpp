#include "plans/definitions.h"

#include "json/sorted.h"
#include "json/writer.h"

#include <fmt/format.h>

#include <array>
#include <set>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

constexpr std::array<std::string_view, 3> sections{"Parameters", "Mappings", "Conditions"};

std::optional<Value>
definition(const Value& root, std::string_view section, std::string_view name) {
    const auto found = root.find(section);
    return found ? found->find(name) : std::nullopt;
}

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
        add_all(inner, out);
    }
}

bool same(const std::optional<Value>& left, const std::optional<Value>& right) {
    return left.has_value() == right.has_value() &&
           (!left || json::sorted_text(*left) == json::sorted_text(*right));
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

bool is_defined_alike(const Value& function, const Value& root, const Value& other_root) {
    std::set<std::string> met;
    std::set<std::string> open;
    add_all(function, open);
    while (!open.empty()) {
        const std::string name = *open.begin();
        open.erase(open.begin());
        if (!met.insert(name).second) {
            continue;
        }
        for (const std::string_view section : sections) {
            const auto here = definition(root, section, name);
            if (!same(here, definition(other_root, section, name))) {
                return false;
            }
            if (here) {
                add_all(*here, open);
            }
        }
    }
    return true;
}

} // namespace polhist::plans
