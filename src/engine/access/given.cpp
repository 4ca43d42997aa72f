#include "access/given.h"

#include "access/condition.h"

#include <algorithm>
#include <optional>
#include <span>

namespace polhist::access {
namespace {

using policy::Condition;
using policy::Document;
using policy::Language;
using policy::Statement;

enum class Truth { holds, fails, open };

class Known {
public:
    Known(const Given& given, Language language) : variables_(language == Language::v2012) {
        for (const auto& [key, values] : given) {
            auto& known = values_[policy::folded(key)];
            known.insert(known.end(), values.begin(), values.end());
        }
    }

    [[nodiscard]] bool has(std::string_view key) const {
        return values_.find(key) != values_.end();
    }

    // What a condition is with the known values.
    [[nodiscard]] Truth decide(const Condition& condition) const {
        const auto comparison = parse_operator(condition.comparison);
        if (!comparison || !has(policy::folded(condition.key))) {
            return Truth::open;
        }
        const Test test = compile(condition, *comparison, variables_);
        const bool closed = std::ranges::all_of(test.predicates, [&](const Predicate& predicate) {
            const auto* pattern = std::get_if<Pattern>(&predicate.value);
            return pattern == nullptr ||
                   std::ranges::all_of(pattern->variables,
                                       [&](const Variable& v) { return has(v.key); });
        });
        if (!closed) {
            return Truth::open;
        }
        const auto lookup = [&](std::string_view key) { return values_of(key); };
        return holds(test, values_of(test.key), lookup) ? Truth::holds : Truth::fails;
    }

    // The pattern with the variables of known keys replaced by their text; nothing where it
    // matches nothing, because such a key has no value or several.
    [[nodiscard]] std::optional<std::string> replaced(const std::string& pattern) const {
        if (!variables_ || pattern.find("${") == std::string::npos) {
            return pattern;
        }
        std::string out;
        std::string_view rest = pattern;
        while (!rest.empty()) {
            const std::size_t end =
                rest.starts_with("${") ? rest.find('}') : std::string_view::npos;
            if (end == std::string_view::npos) {
                out += rest.front();
                rest.remove_prefix(1);
                continue;
            }
            const std::string_view whole = rest.substr(0, end + 1);
            rest.remove_prefix(end + 1);
            const Pattern variable = compile(whole, Reading::glob, true);
            if (variable.variables.empty() || !has(variable.variables.front().key)) {
                out += whole;
                continue;
            }
            const auto values = values_of(variable.variables.front().key);
            const auto& fallback = variable.variables.front().fallback;
            if (values.size() > 1 || (values.empty() && !fallback)) {
                return std::nullopt;
            }
            out += literal_pattern(values.empty() ? *fallback : values.front(), Language::v2012);
        }
        return out;
    }

    [[nodiscard]] std::span<const std::string> values_of(std::string_view key) const {
        const auto found = values_.find(key);
        return found == values_.end() ? std::span<const std::string>() : found->second;
    }

private:
    bool variables_;
    std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

std::vector<std::string> replaced_all(const Known& known, const std::vector<std::string>& values) {
    std::vector<std::string> out;
    for (const std::string& value : values) {
        if (auto text = known.replaced(value)) {
            out.push_back(std::move(*text));
        }
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

bool takes_variables_in(const Condition& condition) {
    const auto comparison = parse_operator(condition.comparison);
    return comparison && takes_variables(comparison->type);
}

// Nothing where a condition fails. Conditions on known keys that stay open are noted in `open`.
std::optional<Statement>
rest_of(const Statement& statement, const Known& known, std::map<std::string, std::string>& open) {
    Statement rest = statement;
    rest.conditions.clear();
    for (const Condition& condition : statement.conditions) {
        const Truth truth = known.decide(condition);
        if (truth == Truth::fails) {
            return std::nullopt;
        }
        if (truth == Truth::open) {
            Condition& kept = rest.conditions.emplace_back(condition);
            if (takes_variables_in(condition)) {
                kept.values = replaced_all(known, condition.values);
            }
            if (known.has(policy::folded(condition.key))) {
                open.emplace(policy::folded(condition.key), condition.key);
            }
        }
    }
    if (rest.resources) {
        rest.resources->values = replaced_all(known, rest.resources->values);
        if (rest.resources->values.empty() && !statement.resources->values.empty() &&
            !rest.resources->negated) {
            return std::nullopt;
        }
    }
    return rest;
}

// Denies everything unless a key has exactly the known values.
void add_denials(const std::string& key, std::span<const std::string> values, Document& document) {
    const auto deny = [&](const std::string& comparison, std::vector<std::string> wanted) {
        Statement& statement = document.statements.emplace_back();
        statement.index = document.statements.size() - 1;
        statement.effect = policy::Effect::deny;
        statement.actions.values = {"*"};
        statement.conditions.push_back({comparison, key, std::move(wanted)});
    };
    std::vector<std::string> literals;
    for (const std::string& value : values) {
        literals.push_back(literal_pattern(value, document.language));
    }
    std::ranges::sort(literals);
    if (literals.empty()) {
        deny("Null", {"false"});
        return;
    }
    deny("ForAnyValue:StringNotEquals", literals);
    for (const std::string& value : literals) {
        deny("ForAllValues:StringNotEquals", {value});
    }
}

} // namespace

std::string literal_pattern(std::string_view text, Language language) {
    std::string out;
    for (const char c : text) {
        const bool special = c == '*' || c == '?' || c == '$';
        if (special && language == Language::v2012) {
            out += "${";
            out += c;
            out += '}';
        } else {
            out += c;
        }
    }
    return out;
}

Document with_given(const Document& document, const Given& given) {
    if (given.empty()) {
        return document;
    }
    const Known known(given, document.language);
    std::map<std::string, std::string> open; // keys by their folded names
    Document rest = document;
    rest.statements.clear();
    std::size_t last = 0;
    for (const Statement& statement : document.statements) {
        last = std::max(last, statement.index + 1);
        if (auto kept = rest_of(statement, known, open)) {
            rest.statements.push_back(std::move(*kept));
        }
    }
    const std::size_t own = rest.statements.size();
    for (const auto& [folded, key] : open) {
        add_denials(key, known.values_of(folded), rest);
    }
    for (std::size_t i = own; i < rest.statements.size(); ++i) {
        rest.statements[i].index = last + i - own;
    }
    return rest;
}

} // namespace polhist::access
