#include "properties/rewriter.h"

#include "json/writer.h"

#include <algorithm>
#include <map>
#include <utility>

namespace polhist::properties {
namespace {

using policy::Condition;
using policy::Patterns;
using policy::Principals;
using policy::Statement;

// Whether JSON may write the text without quotes, as it is.
bool is_bare(std::string_view text) {
    const bool digits = !text.empty() && text.size() < 10 &&
                        std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return text == "true" || text == "false" || (digits && (text == "0" || text[0] != '0'));
}

bool same(const Patterns& left, const Patterns& right) {
    return left.negated == right.negated && left.values == right.values;
}

bool same(const Principals& left, const Principals& right) {
    return left.negated == right.negated && left.values == right.values;
}

template <typename T>
bool same(const std::optional<T>& left, const std::optional<T>& right) {
    return left && right ? same(*left, *right) : left.has_value() == right.has_value();
}

// Whether two statements differ in their actions only.
bool can_merge(const Statement& left, const Statement& right) {
    return left.effect == right.effect && !left.actions.negated && !right.actions.negated &&
           same(left.resources, right.resources) && same(left.principals, right.principals) &&
           std::ranges::equal(
               left.conditions, right.conditions, [](const Condition& a, const Condition& b) {
                   return policy::compare(a, b) == 0;
               });
}

// Moves the entries from `at` on to the end of another list.
template <typename T>
void move_tail(std::vector<T>& from, std::vector<T>& to, std::size_t at) {
    const auto first = from.begin() + static_cast<std::ptrdiff_t>(at);
    to.assign(first, from.end());
    from.erase(first, from.end());
}

} // namespace

std::size_t Rewriter::below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
}

std::string Rewriter::rewrite(const policy::Document& document) {
    Texts statements;
    for (const Statement& one : regrouped(document.statements)) {
        statements.push_back(statement(one));
    }
    Texts members;
    const bool is_default = document.language == policy::Language::v2008;
    if (!is_default || one_in(2)) {
        members.push_back(member("Version", string(policy::name_of(document.language))));
    }
    if (one_in(2)) {
        members.push_back(member("Id", string("some id")));
    }
    const bool alone = statements.size() == 1 && one_in(2);
    members.push_back(member("Statement", alone ? statements.front() : list(statements)));
    const std::string text = object(std::move(members)) + space();
    return (one_in(8) ? "\xef\xbb\xbf" : "") + text;
}

std::vector<Statement> Rewriter::regrouped(std::vector<Statement> statements) {
    std::ranges::shuffle(statements, random_);
    for (std::size_t i = 0; i < statements.size(); ++i) {
        Statement rest = statements[i];
        if ((one_in(3) && split(statements[i], rest)) || one_in(10)) {
            statements.push_back(std::move(rest)); // the other part, or the same once more
        }
        if (statements.size() > 400) {
            break;
        }
    }
    for (std::size_t i = 1; i < statements.size(); ++i) {
        Statement& earlier = statements[below(i)];
        if (one_in(2) && can_merge(earlier, statements[i])) {
            earlier.actions.values.insert(earlier.actions.values.end(),
                                          statements[i].actions.values.begin(),
                                          statements[i].actions.values.end());
            statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(i));
            --i;
        }
    }
    std::ranges::shuffle(statements, random_);
    return statements;
}

// Cuts one of the lists that multiply in two; `rest` comes in as a copy of the statement.
bool Rewriter::split(Statement& statement, Statement& rest) {
    const auto cut = [&](auto& list, auto& other) {
        if (list.negated || list.values.size() < 2) {
            return false;
        }
        std::ranges::shuffle(list.values, random_);
        move_tail(list.values, other.values, 1 + below(list.values.size() - 1));
        return true;
    };
    switch (below(3)) {
    case 0:
        return cut(statement.actions, rest.actions);
    case 1:
        return statement.resources && cut(*statement.resources, *rest.resources);
    default:
        return statement.principals && cut(*statement.principals, *rest.principals);
    }
}

std::string Rewriter::recased(std::string_view text) {
    std::string changed(text);
    for (char& c : changed) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter && one_in(4)) {
            c = static_cast<char>(c ^ 0x20);
        }
    }
    return changed;
}

std::string Rewriter::space() {
    constexpr std::string_view spaces[] = {"", "", "", " ", "\n", "\t", "\r\n  "};
    return std::string(spaces[below(std::size(spaces))]);
}

std::string Rewriter::string(std::string_view text) {
    std::string json = json::quoted(text);
    if (!text.empty() && one_in(8)) {
        constexpr std::string_view digits = "0123456789abcdef";
        const auto first = static_cast<unsigned char>(text.front());
        if (first < 0x80 && json[1] != '\\') {
            json.replace(1, 1, std::string("\\u00") + digits[first / 16U] + digits[first % 16U]);
        }
    }
    return json;
}

std::string Rewriter::value(std::string_view text) {
    return is_bare(text) && one_in(2) ? std::string(text) : string(text);
}

std::string Rewriter::list(const Texts& values) {
    std::string json = "[";
    for (const std::string& item : values) {
        json += (json.size() == 1 ? "" : ",") + space() + item + space();
    }
    return json + "]";
}

std::string Rewriter::object(Texts members) {
    std::ranges::shuffle(members, random_);
    std::string json = "{";
    for (const std::string& one : members) {
        json += (json.size() == 1 ? "" : ",") + space() + one + space();
    }
    return json + "}";
}

std::string Rewriter::member(std::string_view key, std::string_view json) {
    return string(key) + space() + ":" + space() + std::string(json);
}

// A list of names, as one string where that is possible.
std::string Rewriter::names(Texts values, bool folded) {
    for (std::size_t i = values.size(); i > 0 && one_in(3); --i) {
        values.push_back(values[below(values.size())]);
    }
    std::ranges::shuffle(values, random_);
    for (std::string& name : values) {
        name = string(folded && one_in(2) ? recased(name) : name);
    }
    return values.size() == 1 && one_in(2) ? values.front() : list(values);
}

std::string Rewriter::principals(const Principals& principals) {
    const bool everyone =
        principals.values.size() == 1 && principals.values.front() == policy::Principal{"AWS", "*"};
    if (everyone && one_in(2)) {
        return "\"*\"";
    }
    std::map<std::string, Texts> kinds;
    for (const policy::Principal& principal : principals.values) {
        kinds[principal.kind].push_back(principal.value);
    }
    Texts members;
    for (const auto& [kind, values] : kinds) {
        members.push_back(member(kind, names(values, false)));
    }
    return object(std::move(members));
}

std::string Rewriter::conditions(const std::vector<Condition>& conditions) {
    std::map<std::string, std::map<std::string, std::string>> operators;
    const auto write = [&](const Condition& condition) {
        Texts values;
        for (const std::string& text : condition.values) {
            values.push_back(value(text));
        }
        if (!values.empty() && one_in(4)) {
            values.push_back(string(condition.values.front()));
        }
        std::ranges::shuffle(values, random_);
        const bool alone = values.size() == 1 && one_in(2);
        const std::string json = alone ? values.front() : list(values);
        // One spelling of operator and key may stand only once.
        std::string comparison = condition.comparison;
        std::string key = condition.key;
        while (operators[comparison].contains(key) || one_in(3)) {
            comparison = recased(comparison);
            key = recased(key);
        }
        operators[comparison][key] = json;
    };
    for (const Condition& condition : conditions) {
        write(condition);
        if (one_in(6)) {
            write(condition);
        }
    }
    Texts members;
    for (const auto& [comparison, keys] : operators) {
        Texts tests;
        for (const auto& [key, json] : keys) {
            tests.push_back(member(key, json));
        }
        members.push_back(member(comparison, object(std::move(tests))));
    }
    return object(std::move(members));
}

std::string Rewriter::statement(const Statement& statement) {
    Texts members{member("Effect", string(policy::name_of(statement.effect)))};
    members.push_back(member(statement.actions.negated ? "NotAction" : "Action",
                             names(statement.actions.values, true)));
    if (statement.resources) {
        members.push_back(member(statement.resources->negated ? "NotResource" : "Resource",
                                 names(statement.resources->values, false)));
    }
    if (statement.principals) {
        members.push_back(member(statement.principals->negated ? "NotPrincipal" : "Principal",
                                 principals(*statement.principals)));
    }
    if (!statement.conditions.empty() || one_in(8)) {
        members.push_back(member("Condition", conditions(statement.conditions)));
    }
    if (one_in(2)) {
        members.push_back(member("Sid", string("Sid" + std::to_string(below(1000)))));
    }
    return object(std::move(members));
}

} // namespace polhist::properties
