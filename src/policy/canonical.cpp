#include "policy/canonical.h"

#include "json/writer.h"

namespace polhist::policy {
namespace {

using json::Writer;

void write_list(Writer& writer, const std::vector<std::string>& values) {
    writer.begin_array();
    for (const std::string& value : values) {
        writer.string(value);
    }
    writer.end_array();
}

void write_patterns(Writer& writer, std::string_view name, const Patterns& patterns) {
    writer.key(patterns.negated ? "Not" + std::string(name) : name);
    write_list(writer, patterns.values);
}

// Principals are sorted by kind, so those of one kind stand together.
void write_principals(Writer& writer, const Principals& principals) {
    writer.key(principals.negated ? "NotPrincipal" : "Principal").begin_object();
    std::string_view kind;
    for (const Principal& principal : principals.values) {
        if (principal.kind != kind) {
            if (!kind.empty()) {
                writer.end_array();
            }
            kind = principal.kind;
            writer.key(kind).begin_array();
        }
        writer.string(principal.value);
    }
    if (!kind.empty()) {
        writer.end_array();
    }
    writer.end_object();
}

// Tests are sorted by operator; operators that differ by case only stay apart, as written.
void write_conditions(Writer& writer, const std::vector<Condition>& conditions) {
    writer.key("Condition").begin_object();
    std::string_view comparison;
    for (const Condition& condition : conditions) {
        if (condition.comparison != comparison) {
            if (!comparison.empty()) {
                writer.end_object();
            }
            comparison = condition.comparison;
            writer.key(comparison).begin_object();
        }
        writer.key(condition.key);
        write_list(writer, condition.values);
    }
    if (!comparison.empty()) {
        writer.end_object();
    }
    writer.end_object();
}

void write_statement(Writer& writer, const Statement& statement) {
    writer.begin_object();
    if (statement.sid) {
        writer.key("Sid").string(*statement.sid);
    }
    writer.key("Effect").string(name_of(statement.effect));
    if (statement.principals) {
        write_principals(writer, *statement.principals);
    }
    write_patterns(writer, "Action", statement.actions);
    if (statement.resources) {
        write_patterns(writer, "Resource", *statement.resources);
    }
    if (!statement.conditions.empty()) {
        write_conditions(writer, statement.conditions);
    }
    writer.end_object();
}

constexpr std::size_t indent = 4;

} // namespace

std::string canonical_text(const Statement& statement) {
    std::string text;
    Writer writer(text, indent);
    write_statement(writer, statement);
    return text;
}

std::string canonical_text(const Document& document) {
    std::string text;
    Writer writer(text, indent);
    writer.begin_object();
    if (document.language_stated) {
        writer.key("Version").string(name_of(document.language));
    }
    if (document.id) {
        writer.key("Id").string(*document.id);
    }
    writer.key("Statement").begin_array();
    for (const Statement& statement : document.statements) {
        write_statement(writer, statement);
    }
    writer.end_array().end_object();
    return text + '\n';
}

} // namespace polhist::policy
