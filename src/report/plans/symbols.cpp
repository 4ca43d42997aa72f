#include "plans/symbols.h"

#include "json/writer.h"
#include "plans/principal_symbol.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;
using json::Writer;

// What would end a variable, or begin a default in it, is written in another way, so that two
// functions stay two names.
std::string variable(std::string name) {
    std::ranges::replace(name, '{', '<');
    std::ranges::replace(name, '}', '>');
    std::ranges::replace(name, ',', ';');
    return fmt::format("${{{}}}", name);
}

// Whether a `${…}` that CloudFormation leaves alone is a variable of IAM: a key, or `*`, `?`, `$`.
bool is_of_iam(std::string_view name) {
    name = name.substr(0, name.find(','));
    const std::size_t colon = name.find(':');
    const bool key = colon != std::string_view::npos && colon > 0 &&
                     name.find("::") == std::string_view::npos && !name.starts_with("resolve:");
    return key || name == "*" || name == "?" || name == "$";
}

// A text with `${…}` rewritten by `renamed`, which is given each name.
template <typename Renamed>
std::string with_names(std::string_view text, Renamed renamed) {
    std::string out;
    while (!text.empty()) {
        const std::size_t at = std::min(text.find("${"), text.size());
        const std::size_t end = text.find('}', at);
        if (at == text.size() || end == std::string_view::npos) {
            break;
        }
        out += text.substr(0, at);
        out += fmt::format("${{{}}}", renamed(text.substr(at + 2, end - at - 2)));
        text.remove_prefix(end + 1);
    }
    return out.append(text);
}

// What a string says that no function puts in: without `Fn::Sub`, its `${Bucket}` is a variable of
// IAM that no request has a value of, and not the bucket.
std::string literal_name(std::string_view name) {
    return is_of_iam(name) ? std::string(name) : fmt::format("{} (not substituted)", name);
}

std::string literal(std::string_view text) {
    return with_names(text, literal_name);
}

// No ARN is that long; repetition could make texts of any length.
constexpr std::size_t longest_text = std::size_t{4} * 1024;

// What the names of a `Fn::Sub` stand for: each is worked out once, however often it stands there.
using Given = std::map<std::string_view, std::optional<std::string>>;

// `Fn::Sub`: its `${Name}` are variables, unless `given` has them; its `${!x}` are those of IAM.
std::optional<std::string> substituted(std::string_view text, const Given& given) {
    std::string out;
    while (!text.empty()) {
        const std::size_t at = std::min(text.find("${"), text.size());
        out += text.substr(0, at);
        text.remove_prefix(at);
        if (text.empty()) {
            break;
        }
        const std::size_t end = text.find('}');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view name = text.substr(2, end - 2);
        const auto value = given.find(name);
        if (value != given.end() && !value->second) {
            return std::nullopt;
        }
        out += value != given.end()    ? *value->second
               : name.starts_with('!') ? fmt::format("${{{}}}", literal_name(name.substr(1)))
                                       : variable(std::string(name));
        text.remove_prefix(end + 1);
        if (out.size() > longest_text) {
            return std::nullopt;
        }
    }
    return out;
}

// `Fn::Sub` has a text, or a list of it and an object of values.
std::optional<std::string> substituted(const Value& arguments) {
    if (arguments.kind() == Kind::string) {
        return substituted(arguments.text(), {});
    }
    std::vector<Value> parts;
    for (const Value& part : arguments.items()) {
        parts.push_back(part);
    }
    if (parts.size() != 2 || parts[0].kind() != Kind::string || parts[1].kind() != Kind::object) {
        return std::nullopt;
    }
    Given given;
    for (const auto& [name, value] : parts[1].members()) {
        given.emplace(name, symbolic_text(value));
    }
    return substituted(parts[0].text(), given);
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
        out += first ? std::string_view{} : parts[0].text();
        out += *text;
        first = false;
        if (out.size() > longest_text) {
            return std::nullopt;
        }
    }
    return out;
}

// A text with a variable for each dynamic reference.
std::string resolved(std::string_view text) {
    constexpr std::string_view braces = "{{";
    std::string out;
    for (auto at = text.find(dynamic_reference); at != std::string_view::npos;
         at = text.find(dynamic_reference)) {
        const std::size_t end = text.find("}}", at);
        if (end == std::string_view::npos) {
            break;
        }
        out += text.substr(0, at);
        out += variable(std::string(text.substr(at + braces.size(), end - at - braces.size())));
        text.remove_prefix(end + braces.size());
    }
    return out.append(text);
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

bool compares_exactly(std::string_view comparison) {
    const std::size_t colon = comparison.find(':');
    comparison.remove_prefix(colon == std::string_view::npos ? 0 : colon + 1);
    return comparison.starts_with("StringEquals") || comparison.starts_with("StringNotEquals");
}

// Whether a text that is no part of a function has a `${`.
bool has_dollar(const Value& value) {
    if (is_function(value)) {
        return false;
    }
    if (value.kind() == Kind::string) {
        return value.text().find("${") != std::string_view::npos;
    }
    for (const Value& item : value.items()) {
        if (has_dollar(item)) {
            return true;
        }
    }
    for (const auto& [key, inner] : value.members()) {
        if (has_dollar(inner)) {
            return true;
        }
    }
    return false;
}

// The text that a string or a function gives, with dynamic references as they are.
std::optional<std::string> text_with_references(const Value& value) {
    if (value.kind() == Kind::string) {
        return literal(value.text());
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

class Symbols {
public:
    Symbols(std::string& out, const Definitions& definitions, std::vector<std::size_t>& lines)
        : out_(out),
          writer_(out),
          definitions_(definitions),
          lines_(lines) {}

    void document(const Value& value) {
        writer_.begin_object().key("Version").string("2012-10-17");
        for (const auto& [key, inner] : value.members()) {
            if (key == "Version") {
                continue;
            }
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
            } else if (key == "Principal" && inner.kind() == Kind::object && !is_function(inner)) {
                principals(inner);
            } else if (key == "Condition" && inner.kind() == Kind::object && !is_function(inner)) {
                conditions(inner);
            } else {
                json::write(writer_, inner);
            }
        }
        writer_.end_object();
    }

    void principals(const Value& value) {
        writer_.begin_object();
        for (const auto& [kind, names] : value.members()) {
            writer_.key(kind);
            element(names, kind);
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
                element(values, {}, compares_exactly(comparison));
            }
            writer_.end_object();
        }
        writer_.end_object();
    }

    // `principal`: the kind of principals that the values are; empty for others. `exact`: they are
    // compared letter for letter, so that wildcards in a parameter are none.
    void element(const Value& value, std::string_view principal = {}, bool exact = false) {
        if (value.kind() == Kind::array) {
            writer_.begin_array();
            for (const Value& item : value.items()) {
                element(item, principal, exact);
            }
            writer_.end_array();
            return;
        }
        const bool alike = value.kind() == Kind::string ||
                           (is_function(value) && definitions_.are_alike_for(value));
        const auto text = alike ? symbolic_text(value) : std::nullopt;
        if (text && principal.empty()) {
            const std::string told = definitions_.names().told_apart(*text);
            writer_.string(exact ? as_it_is(told) : told);
        } else if (text) {
            writer_.string(principal_symbol(principal, *text));
        } else {
            json::write(writer_, value);
        }
    }

    // What a parameter gives may hold wildcards: in a pattern it is another text than where it is
    // compared letter for letter.
    [[nodiscard]] std::string as_it_is(std::string_view text) const {
        return with_names(text, [&](std::string_view name) {
            return definitions_.may_have_wildcards(name) ? fmt::format("{} as it is", name)
                                                         : std::string(name);
        });
    }

    std::string& out_;
    Writer writer_;
    const Definitions& definitions_;
    std::vector<std::size_t>& lines_;
};

} // namespace

std::optional<std::string> symbolic_text(const Value& value) {
    const auto text = text_with_references(value);
    return text ? std::optional(resolved(*text)) : std::nullopt;
}

bool has_unset_variable(const Value& value) {
    if (value.kind() == Kind::string) {
        return literal(value.text()) != value.text();
    }
    const auto inner = [](const Value& one) { return has_unset_variable(one); };
    for (const Value& item : value.items()) {
        if (inner(item)) {
            return true;
        }
    }
    for (const auto& [key, one] : value.members()) {
        if (inner(one)) {
            return true;
        }
    }
    return false;
}

bool may_be_of_2012(const Value& document) {
    const auto version = document.find("Version");
    if (is_function(document) || (version && version->kind() != Kind::string)) {
        return false;
    }
    return (version && version->text() == "2012-10-17") ||
           ((!version || version->text() == "2008-10-17") && !has_dollar(document));
}

std::string
with_symbols(const Value& value, const Definitions& definitions, std::vector<std::size_t>& lines) {
    std::string out;
    Symbols(out, definitions, lines).document(value);
    return out;
}

} // namespace polhist::plans
