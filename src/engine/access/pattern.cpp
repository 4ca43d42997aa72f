#include "access/pattern.h"

#include "reference/condition_keys.h"

#include <algorithm>

namespace polhist::access {
namespace {

using Kind = Token::Kind;

constexpr std::size_t arn_fields = 6;

char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
}

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
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
    const std::string_view key = trimmed(inside.substr(0, comma));
    Variable variable{policy::folded(key), std::string(key), std::nullopt};
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
    return {either ? Kind::either_case : Kind::character, either ? lower(byte) : byte};
}

// A token where letter case means nothing. An unknown is then any spelling of its text, which is
// another unknown.
Token folded(const Token& token) {
    if (token.kind == Kind::unknown) {
        return {Kind::unknown, 0, token.index | unknown_in_any_case};
    }
    return token.kind == Kind::character ? literal(Reading::ignore_case, token.byte) : token;
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
        pattern_.impossible =
            reading_ == Reading::arn && colons_ + 1 < arn_fields && pattern_.variables.empty();
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
        const auto index = static_cast<std::uint32_t>(pattern_.variables.size());
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
                pattern_.tokens.push_back({kind}); // `**` is `*`
            }
        } else if (wildcards && byte == '?') {
            take_one_character();
        } else {
            add_literal(byte);
        }
    }

    void take_one_character() {
        pattern_.tokens.push_back({in_field() ? Kind::any_in_field : Kind::any});
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

// Whether a token takes a character; a star takes each of a run.
bool takes_byte(const Token& token, char byte) {
    switch (token.kind) {
    case Kind::character:
        return token.byte == byte;
    case Kind::either_case:
        return token.byte == lower(byte);
    case Kind::digit:
        return is_digit(byte);
    case Kind::any:
    case Kind::star:
        return true;
    case Kind::any_in_field:
    case Kind::star_in_field:
        return byte != ':';
    case Kind::variable:
    case Kind::unknown:
        break;
    }
    return false;
}

// Splits an ARN pattern whose variables were replaced: wildcards stay inside the first five fields.
void split_fields(Pattern& pattern) {
    if (pattern.reading != Reading::arn) {
        return;
    }
    std::size_t colons = 0;
    bool open = false; // an unknown before, which may hold any number of colons
    for (Token& token : pattern.tokens) {
        const bool in_field = colons + 1 < arn_fields && !open;
        if (is_star(token)) {
            token.kind = in_field ? Kind::star_in_field : Kind::star;
        } else if (token.kind == Kind::any || token.kind == Kind::any_in_field) {
            token.kind = in_field ? Kind::any_in_field : Kind::any;
        }
        colons += token.kind == Kind::character && token.byte == ':' ? 1 : 0;
        open = open || token.kind == Kind::unknown;
    }
    pattern.impossible = colons + 1 < arn_fields && !open;
}

// The pattern with what `give` says in the place of each variable.
template <typename Give>
std::optional<Pattern> replaced(const Pattern& pattern, Give give) {
    Pattern result;
    result.text = pattern.text;
    result.reading = pattern.reading;
    result.impossible = pattern.impossible;
    for (const Token& token : pattern.tokens) {
        if (token.kind != Kind::variable) {
            result.tokens.push_back(token);
        } else if (!give(pattern.variables[token.index], result)) {
            return std::nullopt;
        }
    }
    return result;
}

// Whether a token is one character that is no `:`.
bool is_one_in_field(const Token& token) {
    return (is_fixed(token) && token.byte != ':') || token.kind == Kind::digit ||
           token.kind == Kind::any_in_field;
}

// Whether one token takes in all that another can stand for.
bool takes_token(const Token& outer, const Token& inner) {
    switch (outer.kind) {
    case Kind::character:
        return inner.kind == Kind::character && inner.byte == outer.byte;
    case Kind::either_case:
        return is_fixed(inner) && lower(inner.byte) == outer.byte;
    case Kind::digit:
        return inner.kind == Kind::digit || (is_fixed(inner) && is_digit(inner.byte));
    case Kind::any:
        return is_fixed(inner) || inner.kind == Kind::digit || inner.kind == Kind::any ||
               inner.kind == Kind::any_in_field;
    case Kind::any_in_field:
        return is_one_in_field(inner);
    case Kind::star:
        return true;
    case Kind::star_in_field:
        return is_one_in_field(inner) || inner.kind == Kind::star_in_field;
    case Kind::unknown:
        return inner.kind == Kind::unknown && takes_in_unknown(outer.index, inner.index);
    case Kind::variable:
        break;
    }
    return false;
}

bool is_arn_key(std::string_view key) {
    const auto known = reference::known_key(key);
    return known && known->type == reference::KeyType::arn && !known->several;
}

using Tokens = std::span<const Token>;

// The first place from `at` on where a text may go on with a token; its end where it cannot.
std::size_t next_place(std::string_view text, std::size_t at, const Token& token) {
    return token.kind == Kind::character ? std::min(text.find(token.byte, at), text.size()) : at;
}

std::size_t next_place(Tokens, std::size_t at, const Token&) {
    return at;
}

// Whether a pattern whose only wildcards cross everything takes a text: after a mismatch only the
// last star can help, by taking more. A text is one of characters, or of tokens.
template <typename Text, typename Takes>
bool takes_crossing(Tokens tokens, const Text& text, Takes takes, Steps& steps) {
    std::size_t t = 0;
    std::size_t at = 0;
    std::size_t star = tokens.size();
    std::size_t star_at = 0;
    while (at < text.size()) {
        if (!steps.take(1)) {
            return false;
        }
        if (t < tokens.size() && is_star(tokens[t])) {
            star = t++;
            if (t == tokens.size()) {
                return true;
            }
            at = star_at = next_place(text, at, tokens[t]);
        } else if (t < tokens.size() && takes(tokens[t], text[at])) {
            ++t;
            ++at;
        } else if (star < tokens.size()) {
            t = star + 1;
            at = star_at = next_place(text, star_at + 1, tokens[t]);
        } else {
            return false;
        }
    }
    return std::ranges::all_of(tokens.subspan(t), is_star);
}

// As above where stars may have to stay in their fields: an earlier one may then have to give way,
// hence the rows of reachable places, at a cost of tokens times characters.
template <typename Text, typename Takes>
bool takes_by_rows(Tokens tokens, const Text& text, Takes takes) {
    std::vector<char> reached{1};
    reached.resize(text.size() + 1, 0);
    for (const Token& token : tokens) {
        const bool star = is_star(token);
        for (std::size_t i = 0; star && i < text.size(); ++i) {
            const bool on = reached[i] != 0 && takes(token, text[i]);
            reached[i + 1] = static_cast<char>(reached[i + 1] | static_cast<char>(on));
        }
        for (std::size_t i = text.size(); !star && i > 0; --i) {
            reached[i] =
                static_cast<char>(reached[i - 1] & static_cast<char>(takes(token, text[i - 1])));
        }
        reached[0] = static_cast<char>(reached[0] & static_cast<char>(star));
    }
    return reached[text.size()] != 0;
}

template <typename Takes>
bool takes_in_fields(Tokens tokens, Tokens text, Takes takes) {
    return takes_by_rows(tokens, text, takes);
}

// Nothing that has to stay in a field takes a colon, so of characters each such field of a pattern
// has to take all up to the next colon: field by field, no star has to give way to a later one.
template <typename Takes>
bool takes_in_fields(Tokens tokens, std::string_view text, Takes takes) {
    const auto is_colon = [](const Token& token) {
        return token.kind == Kind::character && token.byte == ':';
    };
    Steps endless; // paid for by the caller
    while (std::ranges::any_of(
        tokens, [](const Token& token) { return token.kind == Kind::star_in_field; })) {
        const auto end = std::ranges::find_if(tokens, is_colon);
        const Tokens field(tokens.begin(), end);
        if (std::ranges::any_of(field, [](const Token& token) {
                return token.kind == Kind::star || token.kind == Kind::any;
            })) {
            return takes_by_rows(tokens, text, takes);
        }
        const std::size_t colon = text.find(':');
        if ((end == tokens.end()) != (colon == std::string_view::npos) ||
            !takes_crossing(field, text.substr(0, colon), takes, endless)) {
            return false;
        }
        if (end == tokens.end()) {
            return true;
        }
        tokens = tokens.subspan(field.size() + 1);
        text.remove_prefix(colon + 1);
    }
    return takes_crossing(tokens, text, takes, endless);
}

// Takes characters that stand before anything else away from both, as far as they are the same:
// most patterns are told from a text by these, so they are worth a loop of their own.
void skip_characters(Tokens& tokens, std::string_view& text) {
    const std::size_t most = std::min(tokens.size(), text.size());
    std::size_t same = 0;
    while (same < most && tokens[same].kind == Kind::character && tokens[same].byte == text[same]) {
        ++same;
    }
    tokens = tokens.subspan(same);
    text.remove_prefix(same);
}

void skip_characters(Tokens&, Tokens&) {}

// Takes what stands before the first star and behind the last one away from both; false where they
// differ there.
template <typename Text, typename Takes>
bool trim(Tokens& tokens, Text& text, Takes takes) {
    skip_characters(tokens, text);
    while (!tokens.empty() && !is_star(tokens.front())) {
        if (text.empty() || !takes(tokens.front(), text.front())) {
            return false;
        }
        tokens = tokens.subspan(1);
        text = Text(text.begin() + 1, text.end());
    }
    while (!tokens.empty() && !is_star(tokens.back())) {
        if (text.empty() || !takes(tokens.back(), text.back())) {
            return false;
        }
        tokens = tokens.first(tokens.size() - 1);
        text = Text(text.begin(), text.end() - 1);
    }
    return true;
}

template <typename Text, typename Takes>
bool takes_text(Tokens tokens, Text text, Takes takes, Steps& steps) {
    const std::size_t all = tokens.size();
    const bool fits = !steps.ran_out() && trim(tokens, text, takes);
    if (!steps.take(1 + all - tokens.size()) || !fits) {
        return false;
    }
    const bool crossing = std::ranges::none_of(
        tokens, [](const Token& token) { return token.kind == Kind::star_in_field; });
    if (crossing) {
        return takes_crossing(tokens, text, takes, steps);
    }
    return steps.take(tokens.size() * text.size()) && takes_in_fields(tokens, text, takes);
}

// How identities are written.
constexpr char mark = '\1';

char reading_mark(Reading reading) {
    return static_cast<char>('0' + static_cast<int>(reading));
}

bool needs_mark(char byte) {
    return byte == '*' || byte == '?' || byte == '\n' || byte == mark;
}

void append_content(const Token& token, const Pattern& pattern, std::string& text) {
    if (token.kind == Kind::variable) {
        const Variable& variable = pattern.variables[token.index];
        text += variable.key + '\n' + variable.fallback.value_or("\t") + '\n';
    } else if (token.kind == Kind::unknown) {
        text += std::to_string(token.index) + '\n';
    } else {
        text += token.byte;
    }
}

} // namespace

bool Pattern::is_one_variable() const {
    return tokens.size() == 1 && tokens.front().kind == Kind::variable;
}

Pattern compile(std::string_view text, Reading reading, bool variables) {
    return Compiler(text, reading, variables).compile();
}

std::string full_resource(std::string_view pattern, bool variables) {
    constexpr std::string_view api = "execute-api:/";
    if (pattern.starts_with(api)) {
        return "arn:*:execute-api:*:*:*" + std::string(pattern.substr(api.size() - 1));
    }
    std::string full(pattern);
    if (!pattern.starts_with("arn:")) {
        return full;
    }
    std::size_t colons = 0;
    for (std::size_t at = 0; at < pattern.size() && colons + 1 < arn_fields; ++at) {
        if (variables && pattern[at] == '$' && pattern.substr(at).starts_with("${")) {
            at = std::min(pattern.find('}', at), pattern.size() - 1);
        } else {
            colons += pattern[at] == ':' ? 1U : 0U;
        }
    }
    for (; colons + 1 < arn_fields; ++colons) {
        full += ":*";
    }
    return full;
}

std::optional<Pattern> substitute(const Pattern& pattern, const Lookup& lookup) {
    auto result = replaced(pattern, [&](const Variable& variable, Pattern& out) {
        const std::span<const std::string> values = lookup(variable.key);
        if (values.size() > 1 || (values.empty() && !variable.fallback)) {
            return false;
        }
        for (const char byte : values.empty() ? *variable.fallback : values.front()) {
            out.tokens.push_back(literal(pattern.reading, byte));
        }
        return true;
    });
    if (result) {
        split_fields(*result);
    }
    return result;
}

// An unknown may hold colons. Of an ARN pattern that must match, wildcards behind one are then
// free; one that must not match is certain to match only where it has all its fields without them.
std::optional<Pattern>
with_unknowns(const Pattern& pattern, bool asserted, const Meaning& meaning) {
    auto result = replaced(pattern, [&](const Variable& variable, Pattern& out) {
        const auto tokens = meaning(variable, asserted);
        for (const Token& token : tokens.value_or(std::vector<Token>{})) {
            out.tokens.push_back(pattern.reading == Reading::ignore_case ? folded(token) : token);
        }
        return tokens.has_value();
    });
    if (!result || pattern.reading != Reading::arn) {
        return result;
    }
    if (asserted || !has_unknowns(*result)) {
        split_fields(*result);
        return result;
    }
    const auto colons = static_cast<std::size_t>(
        std::ranges::count(result->tokens, Token{Kind::character, ':', 0}));
    const bool whole = pattern.is_one_variable() && is_arn_key(pattern.variables.front().key);
    return whole || colons + 1 >= arn_fields ? result : std::nullopt;
}

bool has_unknowns(const Pattern& pattern) {
    return std::ranges::any_of(pattern.tokens,
                               [](const Token& token) { return token.kind == Kind::unknown; });
}

// Wildcards and characters as they are written, all else behind a mark.
std::string identity(const Pattern& pattern) {
    std::string text(1, reading_mark(pattern.reading));
    for (const Token& token : pattern.tokens) {
        if (token.kind == Kind::star) {
            text += '*';
        } else if (token.kind == Kind::any) {
            text += '?';
        } else if (token.kind == Kind::character) {
            text +=
                needs_mark(token.byte) ? std::string{mark, token.byte} : std::string(1, token.byte);
        } else {
            text += mark;
            text += static_cast<char>('A' + static_cast<int>(token.kind));
            append_content(token, pattern, text);
        }
    }
    return text;
}

std::string glob_identity(const std::string& text, bool variables) {
    const bool as_written = text.find(mark) == std::string::npos &&
                            text.find('\n') == std::string::npos &&
                            text.find("**") == std::string::npos &&
                            !(variables && text.find("${") != std::string::npos);
    return as_written ? reading_mark(Reading::glob) + text
                      : identity(compile(text, Reading::glob, variables));
}

Pattern opened(const Pattern& pattern) {
    Pattern result = pattern;
    result.variables.clear();
    result.tokens.clear();
    for (const Token& token : pattern.tokens) {
        const bool open = token.kind == Kind::variable || token.kind == Kind::unknown;
        const Token next = open ? Token{Kind::star} : token;
        const bool repeats = !result.tokens.empty() && result.tokens.back() == next;
        if (!(repeats && is_star(next))) {
            result.tokens.push_back(next);
        }
    }
    return result;
}

bool matches(const Pattern& pattern, std::string_view text, Steps& steps) {
    const auto takes = [](const Token& token, char byte) { return takes_byte(token, byte); };
    return !pattern.impossible && takes_text(pattern.tokens, text, takes, steps);
}

bool matches(const Pattern& pattern, std::string_view text) {
    Steps endless;
    return matches(pattern, text, endless);
}

bool contains(const Pattern& outer, const Pattern& inner, Steps& steps) {
    if (inner.impossible || outer.impossible) {
        return inner.impossible;
    }
    const auto takes = [](const Token& one, const Token& other) { return takes_token(one, other); };
    return takes_text(outer.tokens, Tokens(inner.tokens), takes, steps);
}

} // namespace polhist::access
