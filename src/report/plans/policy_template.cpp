#include "plans/policy_template.h"

#include "core/spelling.h"
#include "json/writer.h"
#include "plans/definitions.h"
#include "reference/policy_templates.h"

#include <fmt/format.h>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;
using json::Writer;

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

Error unknown_template(std::string_view name, bool with_hint) {
    const auto names = reference::policy_template_names();
    const auto near = with_hint ? nearest(name, names) : std::nullopt;
    return {fmt::format("`{}` is not a policy template that AWS SAM publishes{}",
                        name,
                        near ? fmt::format("; did you mean `{}`", *near) : std::string())};
}

// Whether a parameter has a text, known or not, that means the same in either policy language.
bool has_text(const Value& value) {
    return is_function(value) || value.kind() == Kind::number ||
           (value.kind() == Kind::string && value.text().find("${") == std::string_view::npos);
}

Result<void> check_parameters(const reference::PolicyTemplateStatement& row,
                              const Value& parameters) {
    for (const std::string_view name : words_of(row.parameters)) {
        const auto value = parameters.find(name);
        if (!value || value->kind() == Kind::null) {
            return failure(fmt::format(
                "the policy template `{}` has no value for `{}`, without which AWS SAM refuses it",
                row.name,
                name));
        }
        if (!has_text(*value)) {
            return failure(fmt::format(
                "`{}` of the policy template `{}` is no text that is understood", name, row.name));
        }
    }
    return {};
}

// A text of the table: `Fn::Sub` where it has something to fill in.
void write_text(Writer& writer,
                std::string_view text,
                std::string_view parameters,
                const Value& values) {
    if (text.find("${") == std::string_view::npos) {
        writer.string(text);
        return;
    }
    writer.begin_object().key("Fn::Sub").begin_array().string(text).begin_object();
    for (const std::string_view name : words_of(parameters)) {
        if (text.find(fmt::format("${{{}}}", name)) == std::string_view::npos) {
            continue;
        }
        writer.key(name);
        const Value value = *values.find(name);
        if (value.kind() == Kind::number) {
            writer.string(value.text());
        } else {
            json::write(writer, value);
        }
    }
    writer.end_object().end_array().end_object();
}

std::string statement_of(const reference::PolicyTemplateStatement& row, const Value& values) {
    std::string text;
    Writer writer(text);
    writer.begin_object().key("Effect").string("Allow").key("Action").begin_array();
    for (const std::string_view action : words_of(row.actions)) {
        writer.string(action);
    }
    writer.end_array().key("Resource").begin_array();
    for (const std::string_view resource : words_of(row.resources)) {
        write_text(writer, resource, row.parameters, values);
    }
    writer.end_array();
    if (const auto condition = words_of(row.condition); condition.size() == 3) {
        writer.key("Condition").begin_object().key(condition[0]).begin_object().key(condition[1]);
        write_text(writer, condition[2], row.parameters, values);
        writer.end_object().end_object();
    }
    writer.end_object();
    return text;
}

} // namespace

Result<std::vector<std::string>>
expanded_template(std::string_view name, const Value& parameters, bool with_hint) {
    const auto rows = reference::policy_template(name);
    if (rows.empty()) {
        return tl::make_unexpected(unknown_template(name, with_hint));
    }
    if (parameters.kind() != Kind::object) {
        return failure(fmt::format(
            "the policy template `{}` has no object of parameters, which may be empty", name));
    }
    if (const auto good = check_parameters(rows.front(), parameters); !good) {
        return tl::make_unexpected(good.error());
    }
    std::vector<std::string> statements;
    for (const reference::PolicyTemplateStatement& row : rows) {
        statements.push_back(statement_of(row, parameters));
    }
    return statements;
}

} // namespace polhist::plans
