#include "output/phrase.h"

#include "core/printable.h"
#include "output/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::output {
namespace {

using policy::Condition;
using policy::Grant;
using policy::Principal;

struct Wording {
    std::string_view name; // of the operator, folded, without prefix and suffix
    std::string_view words;
    bool negated;
};

constexpr std::array wordings{
    Wording{"stringequals", "is", false},
    Wording{"stringnotequals", "is not", true},
    Wording{"stringequalsignorecase", "is (in any letter case)", false},
    Wording{"stringnotequalsignorecase", "is not (in any letter case)", true},
    Wording{"stringlike", "is like", false},
    Wording{"stringnotlike", "is not like", true},
    Wording{"numericequals", "=", false},
    Wording{"numericnotequals", "≠", true},
    Wording{"numericlessthan", "<", false},
    Wording{"numericlessthanequals", "≤", false},
    Wording{"numericgreaterthan", ">", false},
    Wording{"numericgreaterthanequals", "≥", false},
    Wording{"dateequals", "is at", false},
    Wording{"datenotequals", "is not at", true},
    Wording{"datelessthan", "is before", false},
    Wording{"datelessthanequals", "is at or before", false},
    Wording{"dategreaterthan", "is after", false},
    Wording{"dategreaterthanequals", "is at or after", false},
    Wording{"bool", "is", false},
    Wording{"binaryequals", "is (base64)", false},
    Wording{"ipaddress", "is in", false},
    Wording{"notipaddress", "is not in", true},
    Wording{"arnequals", "is like", false},
    Wording{"arnlike", "is like", false},
    Wording{"arnnotequals", "is not like", true},
    Wording{"arnnotlike", "is not like", true},
};

bool take_prefix(std::string& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) {
        return false;
    }
    text.erase(0, prefix.size());
    return true;
}

bool take_suffix(std::string& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) {
        return false;
    }
    text.erase(text.size() - suffix.size());
    return true;
}

std::string values_phrase(const std::vector<std::string>& values, bool negated, Quote quote) {
    if (values.empty()) {
        return "any of no values";
    }
    std::string text;
    for (const std::string& value : values) {
        if (!text.empty()) {
            text += negated ? " nor " : " or ";
        }
        text += quote == plain ? fmt::format("\"{}\"", quote(value)) : quote(value);
    }
    return text;
}

std::string condition_phrase(const Condition& condition, Quote quote) {
    std::string name = policy::folded(condition.comparison);
    if (name == "null" && condition.values.size() == 1) {
        const bool absent = policy::folded(condition.values.front()) == "true";
        return fmt::format("{} is {}", quote(condition.key), absent ? "absent" : "present");
    }
    std::string subject = quote(condition.key);
    if (take_prefix(name, "forallvalues:")) {
        subject = "every value of " + subject;
    } else if (take_prefix(name, "foranyvalue:")) {
        subject = "some value of " + subject;
    }
    const bool if_exists = take_suffix(name, "ifexists");
    const auto wording = std::ranges::find(wordings, name, &Wording::name);
    if (wording == wordings.end()) {
        return fmt::format("{} {} {}",
                           quote(condition.comparison),
                           quote(condition.key),
                           values_phrase(condition.values, false, quote));
    }
    // Of our own words only these may hold `<`.
    const std::string words =
        quote == marked_up ? html(wording->words) : std::string(wording->words);
    return fmt::format("{} {} {}{}",
                       subject,
                       words,
                       values_phrase(condition.values, wording->negated, quote),
                       if_exists ? " (or is absent)" : "");
}

std::string
all_but(std::string_view noun, const std::vector<std::string>& exceptions, Quote quote) {
    std::string text = fmt::format("every {}", noun);
    for (std::size_t i = 0; i < exceptions.size(); ++i) {
        text += (i == 0 ? " but " : ", ") + quote(exceptions[i]);
    }
    return text;
}

} // namespace

std::string plain(std::string_view literal) {
    return visible(literal);
}

std::string code(std::string_view literal) {
    const std::string text = visible(literal);
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    const bool padded = text.empty() || text.front() == '`' || text.back() == '`' ||
                        (text.front() == ' ' && text.back() == ' ');
    return padded ? fmt::format("{0} {1} {0}", fence, text) : fmt::format("{0}{1}{0}", fence, text);
}

std::string escaped(std::string_view prose) {
    constexpr std::string_view special = "\\`*_{}[]<>()#+!|~&";
    std::string text;
    for (const char c : visible(prose)) {
        if (special.find(c) != std::string_view::npos) {
            text += '\\';
        }
        text += c;
    }
    return text;
}

std::string marked_up(std::string_view literal) {
    return fmt::format("<code>{}</code>", html(literal));
}

std::string prose(std::string_view text, Quote quote) {
    if (quote == plain) {
        return visible(text);
    }
    return quote == marked_up ? html(text) : escaped(text);
}

std::string joined(const std::vector<std::string>& words, std::size_t limit) {
    // "and 1 more" is no shorter than the one.
    const bool folded = limit != 0 && words.size() > limit + 1;
    const std::size_t shown = folded ? limit : words.size();
    std::string text;
    for (std::size_t i = 0; i < shown; ++i) {
        const bool last = i + 1 == words.size();
        text += i == 0 ? "" : (last ? " and " : ", ");
        text += words[i];
    }
    if (folded) {
        text += fmt::format(" and {} more", words.size() - shown);
    }
    return text;
}

std::string principal_phrase(const Principal& principal, Quote quote) {
    if (principal.value == "*" && principal.kind == "AWS") {
        return "everyone";
    }
    // The kind is a word of the language, but of a request it is whatever was asked.
    return fmt::format("{} {}", prose(principal.kind, quote), quote(principal.value));
}

std::string action_phrase(const Grant& grant, Quote quote) {
    return grant.action() != nullptr ? quote(*grant.action())
                                     : all_but("action", *grant.not_action(), quote);
}

std::string service_of(const Grant& grant) {
    const std::string* action = grant.action();
    const std::size_t colon = action == nullptr ? std::string::npos : action->find(':');
    return colon == std::string::npos ? std::string() : policy::folded(action->substr(0, colon));
}

std::string resource_phrase(const Grant& grant, Quote quote) {
    if (grant.resource() != nullptr) {
        return quote(*grant.resource());
    }
    return grant.not_resource() == nullptr ? std::string()
                                           : all_but("resource", *grant.not_resource(), quote);
}

std::string circumstances(const Grant& grant, Quote quote) {
    std::string text;
    if (grant.principal() != nullptr) {
        text += " for " + principal_phrase(*grant.principal(), quote);
    } else if (grant.not_principal() != nullptr) {
        std::vector<std::string> names;
        for (const Principal& principal : *grant.not_principal()) {
            names.push_back(principal_phrase(principal, quote));
        }
        text += " for everyone but " + joined(names, 0);
    }
    for (const Condition& condition : grant.conditions()) {
        text += &condition == grant.conditions().data() ? " when " : " and ";
        text += condition_phrase(condition, quote);
    }
    return text;
}

std::string statement_phrase(const policy::Statement& statement, Quote quote) {
    std::string label = fmt::format("Statement[{}]", statement.index);
    if (!statement.sid || statement.sid->empty()) {
        return label;
    }
    return fmt::format("{} {}", label, quote(*statement.sid));
}

std::string_view words_of(timeline::Event event) {
    switch (event) {
    case timeline::Event::rollback:
        return "rolled back";
    case timeline::Event::reinstated:
        return "reinstated";
    case timeline::Event::recreated:
        return "created again";
    case timeline::Event::version:
        break;
    }
    return "";
}

} // namespace polhist::output
