#include "ledger/wording.h"

#include <algorithm>
#include <array>

namespace polhist::ledger {
namespace {

using std::string_view;

constexpr string_view separators = " \t\r\n,;()\"`";

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_letter(char c) {
    return is_lower(c) || is_upper(c);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

template <std::size_t N>
bool is_one_of(string_view word, const std::array<string_view, N>& words) {
    return std::ranges::find(words, word) != words.end();
}

std::vector<string_view> split(string_view text, string_view at) {
    std::vector<string_view> parts;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find_first_of(at, begin), text.size());
        if (end > begin) {
            parts.push_back(text.substr(begin, end - begin));
        }
        begin = end + 1;
    }
    return parts;
}

// What stands between white space and punctuation.
std::vector<string_view> tokens_of(string_view text) {
    std::vector<string_view> tokens;
    for (string_view token : split(text, separators)) {
        const std::size_t last = token.find_last_not_of(".:!?");
        if (last != string_view::npos) {
            tokens.push_back(token.substr(0, last + 1));
        }
    }
    return tokens;
}

bool is_action(string_view token) {
    const std::size_t colon = token.find(':');
    if (colon == string_view::npos || colon == 0 || colon + 1 == token.size()) {
        return false;
    }
    const string_view service = token.substr(0, colon);
    const string_view action = token.substr(colon + 1);
    const auto in_service = [](char c) { return is_letter(c) || is_digit(c) || c == '-'; };
    const auto in_action = [](char c) {
        return is_letter(c) || is_digit(c) || c == '*' || c == '?';
    };
    return service != "aws" && is_letter(service.front()) &&
           std::ranges::all_of(service, in_service) && !is_digit(action.front()) &&
           std::ranges::all_of(action, in_action);
}

// `AWS-RunShellScript`: capitals, a hyphen, and a name in camel case.
bool is_document_name(string_view token) {
    const std::size_t hyphen = token.find('-');
    if (hyphen == string_view::npos || hyphen < 2) {
        return false;
    }
    const string_view name = token.substr(hyphen + 1);
    const auto capital = [](char c) { return is_upper(c) || is_digit(c); };
    const auto hump = [](char left, char right) { return is_lower(left) && is_upper(right); };
    return std::ranges::all_of(token.substr(0, hyphen), capital) &&
           std::ranges::adjacent_find(name, hump) != name.end();
}

// Whether a word is none of plain English: something but lower-case letters after the first.
bool is_identifier(string_view token) {
    return !std::ranges::all_of(token.substr(1), is_lower);
}

// Whether `tokens[at]` stands where prose gives a name.
bool is_introduced(const std::vector<string_view>& tokens, std::size_t at) {
    if (at == 0) {
        return false;
    }
    const string_view last = tokens[at - 1];
    const string_view before = at > 1 ? tokens[at - 2] : string_view{};
    return last == "named" || (last == "with" && (before == "starts" || before == "begins")) ||
           (last == "is" && before == "document");
}

void append_quoted(string_view text, std::vector<std::string>& out) {
    for (std::size_t open = text.find('"'); open != string_view::npos;) {
        const std::size_t close = text.find('"', open + 1);
        if (close == string_view::npos) {
            return;
        }
        if (close > open + 1) {
            out.emplace_back(text.substr(open + 1, close - open - 1));
        }
        open = text.find('"', close + 1);
    }
}

// An English plural in the singular, near enough to compare with another.
std::string singular(std::string word) {
    const auto drop = [&](std::size_t letters) { word.erase(word.size() - letters); };
    const auto ends = [&](string_view ending) {
        return word.size() > ending.size() + 1 && word.ends_with(ending);
    };
    if (ends("ies")) {
        drop(3);
        word += 'y';
    } else if (ends("sses") || ends("uses") || ends("xes")) {
        drop(2);
    } else if (ends("s") && !word.ends_with("ss") && !word.ends_with("us")) {
        drop(1);
    }
    return word;
}

// `DescribeDBInstances` -> Describe, DB, Instances.
std::vector<std::string> split_camel_case(string_view name) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool after_small = i > 0 && !is_upper(name[i - 1]);
        const bool before_small = i + 1 < name.size() && is_lower(name[i + 1]);
        if (i == 0 || (is_upper(name[i]) && (after_small || before_small))) {
            words.emplace_back();
        }
        if (name[i] != '*' && name[i] != '?') {
            words.back() += name[i];
        }
    }
    return words;
}

} // namespace

std::vector<std::string> actions_in(string_view text) {
    std::vector<std::string> actions;
    for (const string_view token : tokens_of(text)) {
        if (is_action(token)) {
            actions.emplace_back(token);
        }
    }
    return actions;
}

std::vector<std::string> terms_in(string_view text) {
    std::vector<std::string> terms;
    append_quoted(text, terms);
    const std::vector<string_view> tokens = tokens_of(text);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const string_view token = tokens[i];
        const bool path = token.size() > 1 && token.front() == '/';
        const bool name = is_introduced(tokens, i) && is_identifier(token);
        if (path || name || is_document_name(token)) {
            terms.emplace_back(token);
        }
    }
    return terms;
}

std::vector<string_view> phrases_of(string_view text) {
    constexpr std::array<string_view, 3> ends{". ", ", to ", " and to "};
    std::vector<string_view> phrases;
    while (!text.empty()) {
        std::size_t end = text.size();
        std::size_t next = text.size();
        for (const string_view mark : ends) {
            const std::size_t found = text.find(mark);
            if (found < end) {
                end = found;
                next = found + mark.size();
            }
        }
        phrases.push_back(text.substr(0, end));
        text.remove_prefix(next);
    }
    return phrases;
}

std::vector<std::string> words_of(string_view text) {
    std::vector<std::string> words;
    const auto add = [&](string_view word) { words.push_back(singular(policy::folded(word))); };
    for (const string_view token : tokens_of(text)) {
        if (is_action(token)) {
            continue;
        }
        const std::vector<string_view> parts = split(token, "-");
        std::string whole;
        for (const string_view part : parts) {
            whole += part;
        }
        add(whole);
        if (parts.size() > 1) {
            std::ranges::for_each(parts, add);
        }
    }
    return words;
}

ActionWords words_of_action(string_view action) {
    constexpr std::array<string_view, 10> passed_over{
        "all", "attribute", "by", "for", "from", "in", "my", "of", "to", "with"};
    const std::size_t colon = action.find(':');
    ActionWords found;
    if (colon == string_view::npos) {
        return found;
    }
    found.service = policy::folded(action.substr(0, colon));
    for (const std::string& part : split_camel_case(action.substr(colon + 1))) {
        const std::string word = singular(policy::folded(part));
        if (found.verb.empty() || found.verb == "re") {
            found.verb += word == "batch" ? "" : word;
        } else if (!is_one_of(word, passed_over)) {
            found.nouns.push_back(word);
        }
    }
    return found;
}

bool is_reading(string_view verb) {
    constexpr std::array<string_view, 3> reading{"describe", "get", "list"};
    return is_one_of(verb, reading);
}

std::vector<string_view> action_patterns(const policy::Document& document) {
    std::vector<string_view> patterns;
    for (const policy::Statement& statement : document.statements) {
        patterns.insert(
            patterns.end(), statement.actions.values.begin(), statement.actions.values.end());
    }
    return patterns;
}

} // namespace polhist::ledger
