// Answers questions on stdin by the installed API alone, each as a line of JSON in the form of
// `polhist diff --batch` and `polhist eval --batch`.
//
// A question is a line with its kind, then its operands, a line each: `diff` and two documents;
// `sets` and two policy sets; `eval` or `eval-set`, a document or set, and fields separated by
// tabs: action, resource, the kind and value of a principal or nothing, and KEY=VALUE for the
// context.

#include <polhist/polhist.h>

#include <array>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

namespace {

using polhist::api::Comparison;
using polhist::api::Document;
using polhist::api::Doubt;
using polhist::api::Error;
using polhist::api::Layer;
using polhist::api::PolicySet;
using polhist::api::Principal;
using polhist::api::Request;
using polhist::api::Side;
using polhist::api::StatementReference;
using polhist::api::Via;
using polhist::api::Witness;

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) {
            std::array<char, 8> escaped{};
            std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(c));
            out += escaped.data();
        } else {
            out += c;
        }
    }
    return out + '"';
}

template <typename List, typename Write>
std::string list_of(const List& list, Write write) {
    std::string out = "[";
    for (const auto& one : list) {
        out += (out.size() == 1 ? "" : ",") + write(one);
    }
    return out + ']';
}

std::string strings(const std::vector<std::string>& list) {
    return list_of(list, [](const std::string& text) { return quoted(text); });
}

std::string layer(const Layer& one) {
    return "\"layer\":" + quoted(name_of(one.kind)) + ",\"level\":" + std::to_string(one.level);
}

std::string statement(const StatementReference& reference, bool of_set) {
    if (!of_set) {
        return "\"statement\":" + std::to_string(reference.number.value());
    }
    std::string out = "\"statement\":null,\"through\":";
    if (!reference.through) {
        return out + "null";
    }
    return out + '{' + layer(reference.through->layer) +
           ",\"document\":" + std::to_string(reference.through->document) +
           ",\"statement\":" + std::to_string(reference.through->statement) + '}';
}

std::string principal(const Principal& one) {
    return one == Principal{"AWS", "*"} ? "\"*\""
                                        : '{' + quoted(one.kind) + ':' + quoted(one.value) + '}';
}

std::string request(const Request& one) {
    std::string context;
    for (const auto& [key, values] : one.context) {
        context += (context.empty() ? "" : ",") + quoted(key) + ':' + strings(values);
    }
    return "{\"action\":" + quoted(one.action) + ",\"resource\":" + quoted(one.resource) +
           (one.principal ? ",\"principal\":" + principal(*one.principal) : "") + ",\"context\":{" +
           context + "}}";
}

std::string witnesses(const std::vector<Witness>& list, Side across, bool of_set) {
    return list_of(list, [&](const Witness& one) {
        std::string out =
            '{' + statement(one.statement, of_set) + ",\"request\":" + request(one.request);
        if (one.because) {
            out += ",\"because\":{\"side\":" + quoted(name_of(across)) + ',' +
                   statement(*one.because, of_set) + '}';
        }
        if (one.lacking) {
            out += ",\"lacking\":{" + layer(*one.lacking) + '}';
        }
        out += ",\"absent\":" + strings(one.absent);
        out += one.via == Via::nothing ? "" : ",\"via\":" + quoted(name_of(one.via));
        out += one.note.empty() ? "" : ",\"note\":" + quoted(one.note);
        return out + '}';
    });
}

std::string doubts(const std::vector<Doubt>& list, bool of_set) {
    return list_of(list, [&](const Doubt& one) {
        return "{\"side\":" + quoted(name_of(one.side)) + ',' + statement(one.statement, of_set) +
               ",\"reason\":" + quoted(one.reason) + '}';
    });
}

std::string comparison(const Comparison& found, bool of_set) {
    std::string denies = "null";
    if (found.denies) {
        denies = "{\"verdict\":" + quoted(name_of(found.denies->verdict)) +
                 ",\"more\":" + witnesses(found.denies->more, Side::before, of_set) +
                 ",\"less\":" + witnesses(found.denies->less, Side::after, of_set) +
                 ",\"undecided\":" + doubts(found.denies->doubts, of_set) + '}';
    }
    return "{\"verdict\":" + quoted(name_of(found.verdict)) +
           ",\"overall\":" + quoted(name_of(found.overall)) +
           ",\"access\":{\"gained\":" + witnesses(found.gained, Side::before, of_set) +
           ",\"lost\":" + witnesses(found.lost, Side::after, of_set) +
           ",\"undecided\":" + doubts(found.doubts, of_set) + "},\"denies\":" + denies + '}';
}

std::string failure(const Error& error) {
    return "{\"error\":" + quoted(name_of(error.code)) + ",\"message\":" + quoted(error.message) +
           '}';
}

std::string next_line() {
    std::string text;
    std::getline(std::cin, text);
    return text;
}

template <typename T>
std::string compared(bool of_set) {
    const auto before = T::parse(next_line());
    const auto after = T::parse(next_line());
    if (!before || !after) {
        return failure(!before ? before.error() : after.error());
    }
    if constexpr (std::is_same_v<T, Document>) {
        return comparison(compare(*before, *after), of_set);
    } else {
        const auto found = compare(*before, *after);
        return found ? comparison(*found, of_set) : failure(found.error());
    }
}

std::vector<std::string> fields_of(const std::string& text) {
    std::vector<std::string> fields(1);
    for (const char c : text) {
        if (c == '\t') {
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    return fields;
}

Request request_in(const std::vector<std::string>& fields) {
    Request made{fields.at(0), fields.at(1)};
    if (!fields.at(2).empty()) {
        made.principal = Principal{fields.at(2), fields.at(3)};
    }
    for (std::size_t at = 4; at < fields.size(); ++at) {
        const std::size_t equals = fields[at].find('=');
        made.context[fields[at].substr(0, equals)].push_back(fields[at].substr(equals + 1));
    }
    return made;
}

template <typename T>
std::string evaluated() {
    const auto policy = T::parse(next_line());
    const Request asked = request_in(fields_of(next_line()));
    if (!policy) {
        return failure(policy.error());
    }
    const auto decision = evaluate(*policy, asked);
    return decision ? "{\"result\":" + quoted(name_of(decision->outcome)) + '}'
                    : failure(decision.error());
}

std::string answer(const std::string& kind) {
    if (kind == "diff") {
        return compared<Document>(false);
    }
    if (kind == "sets") {
        return compared<PolicySet>(true);
    }
    return kind == "eval" ? evaluated<Document>() : evaluated<PolicySet>();
}

} // namespace

int main() {
    for (std::string kind; std::getline(std::cin, kind);) {
        std::cout << answer(kind) << '\n';
    }
}
