#include "judge/model.h"

#include "json/writer.h"

#include <algorithm>

namespace polhist::judge {
namespace {

void write(json::Writer& writer, const char* key, const Texts& values) {
    writer.key(key).begin_array();
    for (const std::string& value : values) {
        writer.string(value);
    }
    writer.end_array();
}

void write_principals(json::Writer& writer, const Rule& rule) {
    std::map<std::string, Texts> kinds;
    for (const Name& name : rule.principals) {
        kinds[name.kind].push_back(name.value);
    }
    writer.key(rule.not_principal ? "NotPrincipal" : "Principal").begin_object();
    for (const auto& [kind, values] : kinds) {
        write(writer, kind.c_str(), values);
    }
    writer.end_object();
}

void write_tests(json::Writer& writer, const Rule& rule) {
    std::map<std::string, std::vector<const Test*>> operators;
    for (const Test& test : rule.tests) {
        operators[test.comparison].push_back(&test);
    }
    writer.key("Condition").begin_object();
    for (const auto& [comparison, tests] : operators) {
        writer.key(comparison).begin_object();
        for (const Test* test : tests) {
            write(writer, test->key.c_str(), test->values);
        }
        writer.end_object();
    }
    writer.end_object();
}

void write(json::Writer& writer, const Rule& rule) {
    writer.begin_object();
    writer.key("Effect").string(rule.deny ? "Deny" : "Allow");
    if (rule.has_principals) {
        write_principals(writer, rule);
    }
    write(writer, rule.not_action ? "NotAction" : "Action", rule.actions);
    if (rule.has_resources) {
        write(writer, rule.not_resource ? "NotResource" : "Resource", rule.resources);
    }
    if (!rule.tests.empty()) {
        write_tests(writer, rule);
    }
    writer.end_object();
}

} // namespace

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char byte) {
        return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    });
    return text;
}

std::string to_json(const Policy& policy) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object();
    if (policy.has_variables) {
        writer.key("Version").string("2012-10-17");
    }
    writer.key("Statement").begin_array();
    for (const Rule& rule : policy.rules) {
        write(writer, rule);
    }
    writer.end_array().end_object();
    return out;
}

std::string to_json(const Request& request) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object();
    writer.key("action").string(request.action);
    writer.key("resource").string(request.resource);
    if (request.principal) {
        writer.key("principal").begin_object();
        writer.key(request.principal->kind).string(request.principal->value).end_object();
    }
    writer.key("context").begin_object();
    for (const auto& [key, values] : request.context) {
        if (!values.empty()) {
            write(writer, key.c_str(), values);
        }
    }
    writer.end_object().end_object();
    return out;
}

} // namespace polhist::judge
