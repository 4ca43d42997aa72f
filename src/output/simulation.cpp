#include "output/simulation.h"

#include "access/evaluate.h"
#include "access/operator.h"
#include "core/printable.h"
#include "json/writer.h"
#include "policy/canonical.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace polhist::output {
namespace {

using access::Outcome;
using access::Request;
using policy::Document;
using policy::Principal;
using Documents = std::span<const Document* const>;
using Words = std::vector<std::string>;

// Of the shell and of the shorthand of the AWS CLI; the shell takes two more as they are.
constexpr std::string_view plain_punctuation = "-_./:+@%";
constexpr std::string_view shell_punctuation = "-_./:+@%=,";

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool holds_only(std::string_view word, std::string_view punctuation) {
    return !word.empty() && std::ranges::all_of(word, [punctuation](char c) {
        return is_alphanumeric(c) || punctuation.find(c) != std::string_view::npos;
    });
}

// Whether shorthand takes a word for what it is.
bool is_plain(std::string_view word) {
    return holds_only(word, plain_punctuation);
}

bool is_printable_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::string_view type_name(access::Type type) {
    switch (type) {
    case access::Type::number:
        return "numeric";
    case access::Type::date:
        return "date";
    case access::Type::boolean:
        return "boolean";
    case access::Type::binary:
        return "binary";
    case access::Type::network:
        return "ip";
    case access::Type::string:
    case access::Type::arn:
    case access::Type::null:
        break;
    }
    return "string";
}

// How the simulator is to read a key: by the first operator that compares its values, and as a
// list where some operator takes sets of them.
std::string context_type(const std::string& key, std::size_t values, Documents documents) {
    std::string_view name;
    bool list = values != 1;
    for (const Document* document : documents) {
        for (const policy::Statement& statement : document->statements) {
            for (const policy::Condition& condition : statement.conditions) {
                const auto comparison = access::parse_operator(condition.comparison);
                if (!comparison || policy::compare_folded(condition.key, key) != 0) {
                    continue;
                }
                list = list || comparison->quantifier != access::Quantifier::none;
                if (name.empty() && comparison->type != access::Type::null) {
                    name = type_name(comparison->type);
                }
            }
        }
    }
    return fmt::format("{}{}", name.empty() ? "string" : name, list ? "List" : "");
}

struct Entry {
    const std::string& key;
    std::string type;
    const Words& values;
};

std::string as_shorthand(const Entry& entry) {
    std::string values;
    for (const std::string& value : entry.values) {
        values += values.empty() ? "" : ",";
        values += value;
    }
    return fmt::format(
        "ContextKeyName={},ContextKeyType={},ContextKeyValues={}", entry.key, entry.type, values);
}

void write_entry(json::Writer& writer, const Entry& entry) {
    writer.begin_object();
    writer.key("ContextKeyName").string(entry.key);
    writer.key("ContextKeyType").string(entry.type);
    writer.key("ContextKeyValues").begin_array();
    for (const std::string& value : entry.values) {
        writer.string(value);
    }
    writer.end_array().end_object();
}

// In shorthand where that carries every value; else all in one list of JSON.
Words context_entries(const Request& request, Documents documents) {
    std::vector<Entry> entries;
    for (const auto& [key, values] : request.context) {
        entries.push_back({key, context_type(key, values.size(), documents), values});
    }
    const bool plain = std::ranges::all_of(entries, [](const Entry& entry) {
        return is_plain(entry.key) && !entry.values.empty() &&
               std::ranges::all_of(entry.values, is_plain);
    });
    Words words;
    if (plain) {
        std::ranges::transform(entries, std::back_inserter(words), as_shorthand);
        return words;
    }
    json::Writer writer(words.emplace_back());
    writer.begin_array();
    for (const Entry& entry : entries) {
        write_entry(writer, entry);
    }
    writer.end_array();
    return words;
}

// A resource that cannot be printed as it is goes as JSON, which has escapes.
std::string resource_word(const std::string& resource) {
    return is_printable_ascii(resource) ? resource : '[' + json::quoted(resource) + ']';
}

bool is_user(const std::optional<Principal>& principal) {
    return principal && principal->kind == "AWS" && principal->value.starts_with("arn:") &&
           principal->value.find(":user/") != std::string::npos;
}

bool names_principals(const Document& document) {
    return std::ranges::any_of(document.statements, [](const policy::Statement& statement) {
        return statement.principals.has_value();
    });
}

bool names_resources(const Document& document) {
    return std::ranges::all_of(document.statements, [](const policy::Statement& statement) {
        return statement.resources.has_value();
    });
}

std::string_view decision_of(const Document& document, const Request& request) {
    switch (access::evaluate(access::Compiled(document), request).outcome) {
    case Outcome::allow:
        return "allowed";
    case Outcome::explicit_deny:
        return "explicitDeny";
    case Outcome::implicit_deny:
        return "implicitDeny";
    case Outcome::undecided:
        break;
    }
    return "not decided";
}

// JSON has line breaks only between its words; those in strings are escaped.
std::string on_one_line(const Document& document) {
    const std::string text = policy::canonical_text(document);
    std::string line;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\n') {
            at = std::min(text.find_first_not_of(' ', at + 1), text.size()) - 1;
        } else {
            line += text[at];
        }
    }
    return line;
}

// The simulator knows only users as callers. Somebody whom it does not know may be asking as a
// user as well; where both documents say the same of one, the request is about a user.
std::optional<Request> as_user(const Request& request,
                               std::span<const SimulatedDocument> documents) {
    Request other = request;
    if (is_user(request.principal)) {
        return other;
    }
    other.principal = Principal{"AWS", "arn:aws:iam::111122223333:user/example"};
    const bool same = std::ranges::all_of(documents, [&](const SimulatedDocument& one) {
        return decision_of(*one.document, request) == decision_of(*one.document, other);
    });
    return same ? std::optional(other) : std::nullopt;
}

// The command for one document: an identity policy, or a resource policy beside an identity policy
// that allows nothing real.
std::string command_for(const SimulatedDocument& document, const Words& arguments) {
    constexpr std::string_view nothing =
        R"('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"none:None","Resource":"*"}}')";
    std::string command = "aws iam simulate-custom-policy --policy-input-list ";
    command += names_principals(*document.document)
                   ? fmt::format("{} --resource-policy \"${}\"", nothing, document.variable)
                   : fmt::format("\"${}\"", document.variable);
    for (const std::string& argument : arguments) {
        command += ' ' + shell_word(argument);
    }
    return command;
}

} // namespace

std::string shell_word(std::string_view text) {
    if (holds_only(text, shell_punctuation)) {
        return std::string(text);
    }
    std::string word = "'";
    for (const char c : text) {
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return word + '\'';
}

std::vector<std::string> simulation_arguments(const Request& request, Documents documents) {
    Words arguments{"--action-names", request.action};
    if (request.resource != "*" && !request.resource.empty()) {
        arguments.insert(arguments.end(), {"--resource-arns", resource_word(request.resource)});
    }
    if (is_user(request.principal)) {
        arguments.insert(arguments.end(), {"--caller-arn", request.principal->value});
    }
    if (!request.context.empty()) {
        arguments.emplace_back("--context-entries");
        for (std::string& entry : context_entries(request, documents)) {
            arguments.push_back(std::move(entry));
        }
    }
    return arguments;
}

std::string simulation_script(std::string_view headline,
                              std::span<const SimulatedDocument> documents,
                              std::span<const SimulatedRequest> requests) {
    std::string out = fmt::format("# {}\n", visible(headline));
    std::vector<const Document*> all;
    for (const SimulatedDocument& one : documents) {
        all.push_back(one.document);
        out += requests.empty()
                   ? ""
                   : fmt::format("{}={}\n", one.variable, shell_word(on_one_line(*one.document)));
    }
    const bool by_principal =
        std::ranges::any_of(all, [](auto* d) { return names_principals(*d); });
    const bool on_resources = std::ranges::all_of(all, [](auto* d) { return names_resources(*d); });
    for (const SimulatedRequest& one : requests) {
        out += fmt::format("\n# {}\n", visible(one.comment));
        const auto request = by_principal ? as_user(*one.request, documents) : *one.request;
        if (!request || (by_principal && !on_resources)) {
            out += on_resources ? "# The simulator takes only users as callers.\n"
                                : "# The simulator takes no trust policies.\n";
            continue;
        }
        const Words arguments = simulation_arguments(*request, all);
        for (const SimulatedDocument& document : documents) {
            out += fmt::format("# {}: {}\n{}\n",
                               document.variable,
                               decision_of(*document.document, *request),
                               command_for(document, arguments));
        }
    }
    return out;
}

} // namespace polhist::output
