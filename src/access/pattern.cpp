#include "access/pattern.h"

#include <algorithm>

namespace polhist::access {
namespace {

using Kind = Token::Kind;

constexpr std::size_t arn_fields = 6;

char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
}

bool is_letter(char byte) {
    const char letter = lower(byte);
    return letter >= 'a' && letter <= 'z';
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// `key`, or `key, 'fallback'`.
Variable parse_variable(std::string_view inside) {
    const std::size_t comma = inside.find(',');
    Variable variable{policy::folded(trimmed(inside.substr(0, comma))), std::nullopt};
    if (comma != std::string_view::npos) {
        std::string_view fallback = trimmed(inside.substr(comma + 1));
        if (fallback.size() >= 2 && fallback.starts_with('\'') && fallback.ends_with('\'')) {
            fallback = fallback.substr(1, fallback.size() - 2);
        }
        variable.fallback = std::string(fallback);
    }
    return variable;
}

Token literal(Reading reading, char byte) {
    const bool either = reading == Reading::ignore_case && is_letter(byte);
    return {either ? Kind::either_case : Kind::character, either ? lower(byte) : byte, 0};
}

class Compiler {
public:
    Compiler(std::string_view text, Reading reading, bool variables)
        : rest_(text),
          reading_(reading),
          variables_(variables) {
        pattern_.text = std::string(text);
        pattern_.reading = reading;
    }

    Pattern compile() {
        while (!rest_.empty()) {
            if (!(variables_ && take_variable())) {
                take_character();
            }
        }
        pattern_.impossible = reading_ == Reading::arn && colons_ + 1 < arn_fields;
        return std::move(pattern_);
    }

private:
    [[nodiscard]] bool in_field() const {
        return reading_ == Reading::arn && colons_ + 1 < arn_fields;
    }

    bool take_variable() {
        const std::size_t end = rest_.starts_with("${") ? rest_.find('}') : std::string_view::npos;
        if (end == std::string_view::npos) {
            return false;
        }
        const std::string_view inside = rest_.substr(2, end - 2);
        rest_.remove_prefix(end + 1);
        if (inside == "*" || inside == "?" || inside == "$") {
            add_literal(inside.front());
            return true;
        }
        const auto index = static_cast<std::uint16_t>(pattern_.variables.size());
        pattern_.variables.push_back(parse_variable(inside));
        pattern_.tokens.push_back({Kind::variable, 0, index});
        return true;
    }

    void take_character() {
        const char byte = rest_.front();
        rest_.remove_prefix(1);
        const bool wildcards = reading_ == Reading::glob || reading_ == Reading::arn;
        if (wildcards && byte == '*') {
            const Kind kind = in_field() ? Kind::star_in_field : Kind::star;
            if (pattern_.tokens.empty() || pattern_.tokens.back().kind != kind) {
                pattern_.tokens.push_back({kind, 0, 0}); // `**` is `*`
            }
        } else if (wildcards && byte == '?') {
            take_one_character();
        } else {
            add_literal(byte);
        }
    }

    void take_one_character() {
        pattern_.tokens.push_back({in_field() ? Kind::any_in_field : Kind::any, 0, 0});
    }

    void add_literal(char byte) {
        pattern_.tokens.push_back(literal(reading_, byte));
        colons_ += byte == ':' ? 1 : 0;
    }

    std::string_view rest_;
    Reading reading_;
    bool variables_;
    std::size_t colons_ = 0;
    Pattern pattern_;
};

bool matches_one(const Token& token, char byte) {
    switch (token.kind) {
    case Kind::character:
        return token.byte == byte;
    case Kind::either_case:
        return token.byte == lower(byte);
    case Kind::any:
        return true;
    case Kind::any_in_field:
        return byte != ':';
    case Kind::star:
    case Kind::star_in_field:
    case Kind::variable:
        break;
    }
    return false;
}

bool is_star(const Token& token) {
    return token.kind == Kind::star || token.kind == Kind::star_in_field;
}

} // namespace

bool Pattern::is_one_variable() const {
    return tokens.size() == 1 && tokens.front().kind == Kind::variable;
}

Pattern compile(std::string_view text, Reading reading, bool variables) {
    return Compiler(text, reading, variables).compile();
}

std::optional<Pattern> substitute(const Pattern& pattern, const Lookup& lookup) {
    Pattern result;
    result.text = pattern.text;
    result.reading = pattern.reading;
    result.impossible = pattern.impossible;
    for (const Token& token : pattern.tokens) {
        if (token.kind != Kind::variable) {
            result.tokens.push_back(token);
            continue;
        }
        const Variable& variable = pattern.variables[token.index];
        std::optional<std::string_view> value = lookup(variable.key);
        if (!value && variable.fallback) {
            value = *variable.fallback;
        }
        if (!value) {
            return std::nullopt;
        }
        for (const char byte : *value) {
            result.tokens.push_back(literal(pattern.reading, byte));
        }
    }
    return result;
}

std::string identity(const Pattern& pattern) {
    std::string text(1, static_cast<char>('0' + static_cast<int>(pattern.reading)));
    for (const Token& token : pattern.tokens) {
        text += static_cast<char>('0' + static_cast<int>(token.kind));
        if (token.kind == Kind::variable) {
            const Variable& variable = pattern.variables[token.index];
            text += variable.key + '\n' + variable.fallback.value_or("\t") + '\n';
        } else {
            text += token.byte;
        }
    }
    return text;
}

Pattern opened(const Pattern& pattern) {
    Pattern result = pattern;
    result.variables.clear();
    for (Token& token : result.tokens) {
        if (token.kind == Kind::variable) {
            token = {Kind::star, 0, 0};
        }
    }
    return result;
}

// The tokens before each star are matched as early as they can be. A star that stays in its field
// cannot give way past a `:`, so an earlier star may have to: hence the rows of reachable places,
// at a cost of tokens times characters.
bool matches(const Pattern& pattern, std::string_view text) {
    if (pattern.impossible) {
        return false;
    }
    std::vector<char> reached{1};
    reached.resize(text.size() + 1, 0);
    for (const Token& token : pattern.tokens) {
        if (is_star(token)) {
            for (std::size_t i = 0; i < text.size(); ++i) {
                const bool may_pass = token.kind == Kind::star || text[i] != ':';
                reached[i + 1] = static_cast<char>(reached[i + 1] | (reached[i] & char{may_pass}));
            }
            continue;
        }
        for (std::size_t i = text.size(); i > 0; --i) {
            reached[i] = static_cast<char>(reached[i - 1] & char{matches_one(token, text[i - 1])});
        }
        reached[0] = 0;
    }
    return reached[text.size()] != 0;
}

} // namespace polhist::access
