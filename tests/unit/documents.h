// Documents from their text, and grants as text, for tests.

#pragma once

#include "policy/envelope.h"
#include "policy/grant.h"
#include "policy/reader.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace polhist {

// The document a text holds; a test that gives another text fails.
inline policy::Document document_of(std::string_view text) {
    auto document = policy::read(json::Source{"test.json", text});
    const std::string trouble = document ? "" : document.error().message;
    CAPTURE(text);
    REQUIRE(trouble == "");
    return std::move(*document);
}

// Why a document is refused, or `accepted`.
inline std::string refusal_of(std::string_view text) {
    const auto document = policy::read(json::Source{"x", text});
    return document ? "accepted" : document.error().message;
}

// A document of these statements, which stand in a line of their own: the second.
inline std::string document_with(std::string_view statements) {
    return "{\"Version\": \"2012-10-17\", \"Statement\": [\n" + std::string(statements) + "\n]}";
}

inline std::string joined(const std::vector<std::string>& texts) {
    std::string line;
    for (const std::string& text : texts) {
        line += (line.empty() ? "" : ",") + text;
    }
    return line;
}

inline std::string spelt(const policy::Principal& principal) {
    return principal.kind + "=" + principal.value;
}

// `Allow s3:GetObject on * by AWS=* if StringEquals aws:x [a,b]`.
inline std::string spelt(const policy::Grant& grant) {
    std::string text(policy::name_of(grant.effect()));
    text += ' ';
    text +=
        grant.action() != nullptr ? *grant.action() : "not(" + joined(*grant.not_action()) + ")";
    if (grant.resource() != nullptr) {
        text += " on " + *grant.resource();
    } else if (grant.not_resource() != nullptr) {
        text += " on not(" + joined(*grant.not_resource()) + ")";
    }
    if (grant.principal() != nullptr) {
        text += " by " + spelt(*grant.principal());
    } else if (grant.not_principal() != nullptr) {
        std::vector<std::string> names;
        for (const policy::Principal& principal : *grant.not_principal()) {
            names.push_back(spelt(principal));
        }
        text += " by not(" + joined(names) + ")";
    }
    for (const policy::Condition& condition : grant.conditions()) {
        text += " if " + condition.comparison + " " + condition.key + " [" +
                joined(condition.values) + "]";
    }
    return text;
}

inline std::vector<std::string> spelt(const std::vector<policy::Grant>& grants) {
    std::vector<std::string> texts;
    texts.reserve(grants.size());
    for (const policy::Grant& grant : grants) {
        texts.push_back(spelt(grant));
    }
    return texts;
}

} // namespace polhist
