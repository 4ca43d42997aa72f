#include "plans/symbols.h"

#include "json/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;
using json::Writer;

std::string variable(std::string name) {
    std::erase_if(name, [](char byte) { return byte == '}' || byte == '{' || byte == '$'; });
    std::ranges::replace(name, ',', ' '); // a comma would begin a default
    return fmt::format("${{{}}}", name);
}

// `Fn::Sub` with names alone: its `${Name}` are the variables, its `${!x}` those of IAM.
std::optional<std::string> substituted(const Value& text) {
    if (text.kind() != Kind::string) {
        return std::nullopt;
    }
    std::string out;
    std::string_view rest = text.text();
    while (!rest.empty()) {
        const std::size_t at = std::min(rest.find("${"), rest.size());
        out += rest.substr(0, at);
        rest.remove_prefix(at);
        if (rest.empty()) {
            break;
        }
        const std::size_t end = rest.find('}');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view name = rest.substr(2, end - 2);
        out += name.starts_with('!') ? fmt::format("${{{}}}", name.substr(1))
                                     : variable(std::string(name));
        rest.remove_prefix(end + 1);
    }
    return out;
}

std::optional<std::string> joined(const Value& arguments) {
    std::vector<Value> parts;
    for (const Value& part : arguments.items()) {
        parts.push_back(part);
    }
    if (parts.size() != 2 || parts[0].kind() != Kind::string || parts[1].kind() != Kind::array) {
        return std::nullopt;
    }
    std::string out;
    bool first = true;
    for (const Value& item : parts[1].items()) {
        const auto text = symbolic_text(item);
        if (!text) {
            return std::nullopt;
        }
        out += (first ? "" : std::string(parts[0].text())) + *text;
        first = false;
    }
    return out;
}

std::string attribute_name(const Value& value) {
    if (value.kind() == Kind::string) {
        return std::string(value.text());
    }
    std::string name;
    for (const Value& item : value.items()) {
        name += name.empty() ? "" : ".";
        name += item.text();
    }
    return name;
}

bool takes_variables(std::string_view comparison) {
    const std::size_t colon = comparison.find(':');
    comparison.remove_prefix(colon == std::string_view::npos ? 0 : colon + 1);
    return comparison.starts_with("String") || comparison.starts_with("Arn");
}

class Symbols {
public:
    Symbols(std::string& out, const Definitions& definitions, std::vector<std::size_t>& lines)
        : out_(out),
          writer_(out),
          definitions_(definitions),
          lines_(lines) {}

    void document(const Value& value) {
        writer_.begin_object();
        for (const auto& [key, inner] : value.members()) {
            writer_.key(key);
            if (key == "Statement" && inner.kind() == Kind::array) {
                writer_.begin_array();
                for (const Value& item : inner.items()) {
                    statement(item);
                }
                writer_.end_array();
            } else if (key == "Statement") {
                statement(inner);
            } else {
                json::write(writer_, inner);
            }
        }
        writer_.end_object();
    }

private:
    void statement(const Value& value) {
        out_ += '\n';
        lines_.push_back(value.location().line);
        if (value.kind() != Kind::object || is_function(value)) {
            json::write(writer_, value);
            return;
        }
        writer_.begin_object();
        for (const auto& [key, inner] : value.members()) {
            writer_.key(key);
            if (key == "Resource" || key == "NotResource") {
                element(inner);
            } else if (key == "Condition" && inner.kind() == Kind::object && !is_function(inner)) {
                conditions(inner);
            } else {
                json::write(writer_, inner);
            }
        }
        writer_.end_object();
    }

    void conditions(const Value& value) {
        writer_.begin_object();
        for (const auto& [comparison, keys] : value.members()) {
            writer_.key(comparison);
            if (!takes_variables(comparison) || keys.kind() != Kind::object || is_function(keys)) {
                json::write(writer_, keys);
                continue;
            }
            writer_.begin_object();
            for (const auto& [key, values] : keys.members()) {
                writer_.key(key);
                element(values);
            }
            writer_.end_object();
        }
        writer_.end_object();
    }

    void element(const Value& value) {
        if (value.kind() == Kind::array) {
            writer_.begin_array();
            for (const Value& item : value.items()) {
                element(item);
            }
            writer_.end_array();
            return;
        }
        const auto text = is_function(value) && definitions_.are_alike_for(value)
                              ? symbolic_text(value)
                              : std::nullopt;
        if (text) {
            writer_.string(*text);
        } else {
            json::write(writer_, value);
        }
    }

    std::string& out_;
    Writer writer_;
    const Definitions& definitions_;
    std::vector<std::size_t>& lines_;
};

} // namespace

std::optional<std::string> symbolic_text(const Value& value) {
    if (value.kind() == Kind::string) {
        return std::string(value.text());
    }
    if (!is_function(value)) {
        return std::nullopt;
    }
    for (const auto& [key, inner] : value.members()) {
        if (key == "Fn::Sub") {
            return substituted(inner);
        }
        if (key == "Fn::Join") {
            return joined(inner);
        }
        if (key == "Ref" && inner.kind() == Kind::string && inner.text() != "AWS::NoValue") {
            return variable(std::string(inner.text()));
        }
        if (key == "Fn::GetAtt") {
            return variable(attribute_name(inner));
        }
        if (key == "Fn::ImportValue") {
            return variable(function_text(value));
        }
    }
    return std::nullopt;
}

std::string
with_symbols(const Value& value, const Definitions& definitions, std::vector<std::size_t>& lines) {
    std::string out;
    Symbols(out, definitions, lines).document(value);
    return out;
}

} // namespace polhist::plans
