#include "judge/pattern.h"

#include <algorithm>

namespace polhist::judge {
namespace {

// One character of a pattern whose variables have been replaced.
struct Glyph {
    char byte = 0;
    bool wild = false; // `*` or `?` as a wildcard
};

using Glyphs = std::vector<Glyph>;

char lower_byte(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

bool match_from(const Glyph* pattern, const Glyph* end, std::string_view text, bool any_case) {
    if (pattern == end) {
        return text.empty();
    }
    if (pattern->wild && pattern->byte == '*') {
        for (std::size_t skip = 0; skip <= text.size(); ++skip) {
            if (match_from(pattern + 1, end, text.substr(skip), any_case)) {
                return true;
            }
        }
        return false;
    }
    if (text.empty()) {
        return false;
    }
    const bool same = pattern->wild || pattern->byte == text.front() ||
                      (any_case && lower_byte(pattern->byte) == lower_byte(text.front()));
    return same && match_from(pattern + 1, end, text.substr(1), any_case);
}

bool match(const Glyphs& pattern, std::string_view text, bool any_case = false) {
    return match_from(pattern.data(), pattern.data() + pattern.size(), text, any_case);
}

struct Variable {
    std::string key;
    std::optional<std::string> fallback;
};

// `key` or `key, 'fallback'`.
Variable variable_of(std::string_view inside) {
    const std::size_t comma = inside.find(',');
    Variable variable{lower(std::string(inside.substr(0, comma))), std::nullopt};
    if (comma != std::string_view::npos) {
        const std::size_t open = inside.find('\'', comma);
        const std::size_t close = inside.rfind('\'');
        variable.fallback = std::string(inside.substr(open + 1, close - open - 1));
    }
    return variable;
}

std::optional<std::string> value_of(const Variable& variable, const Context& context) {
    const auto found = context.find(variable.key);
    const std::size_t count = found == context.end() ? 0 : found->second.size();
    if (count == 1) {
        return found->second.front();
    }
    return count == 0 ? variable.fallback : std::nullopt;
}

std::optional<Glyphs>
resolve(std::string_view pattern, bool wildcards, bool has_variables, const Context& context) {
    Glyphs glyphs;
    glyphs.reserve(pattern.size());
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const std::size_t close = has_variables && pattern.substr(at).starts_with("${")
                                      ? pattern.find('}', at)
                                      : std::string_view::npos;
        if (close == std::string_view::npos) {
            const char byte = pattern[at];
            glyphs.push_back({byte, wildcards && (byte == '*' || byte == '?')});
            continue;
        }
        const std::string_view inside = pattern.substr(at + 2, close - at - 2);
        at = close;
        const bool escape = inside == "*" || inside == "?" || inside == "$";
        const auto value = escape ? std::string(inside) : value_of(variable_of(inside), context);
        if (!value) {
            return std::nullopt;
        }
        for (const char byte : *value) {
            glyphs.push_back({byte, false});
        }
    }
    return glyphs;
}

bool match_arn(const Glyphs& pattern, std::string_view text) {
    std::vector<Glyphs> fields(1);
    for (const Glyph& glyph : pattern) {
        if (glyph.byte == ':' && fields.size() < 6) {
            fields.emplace_back();
        } else {
            fields.back().push_back(glyph);
        }
    }
    const Texts parts = fields_of(text);
    return fields.size() == 6 && parts.size() == 6 &&
           std::ranges::equal(fields, parts, [](const Glyphs& field, const std::string& part) {
               return match(field, part);
           });
}

} // namespace

Texts fields_of(std::string_view text) {
    Texts fields(1);
    for (const char byte : text) {
        if (byte == ':' && fields.size() < 6) {
            fields.emplace_back();
        } else {
            fields.back() += byte;
        }
    }
    return fields;
}

Texts variables_in(std::string_view text) {
    Texts keys;
    for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
        const std::size_t close = text.find('}', at);
        if (close == std::string_view::npos) {
            break;
        }
        const std::string_view inside = text.substr(at + 2, close - at - 2);
        if (inside != "*" && inside != "?" && inside != "$") {
            keys.push_back(variable_of(inside).key);
        }
        at = close;
    }
    return keys;
}

bool matches_pattern(std::string_view pattern,
                     Reading reading,
                     bool has_variables,
                     std::string_view text,
                     const Context& context) {
    if (reading == Reading::exact && pattern.find("${") == std::string_view::npos) {
        return pattern == text;
    }
    const bool wildcards = reading == Reading::glob || reading == Reading::arn;
    const auto glyphs = resolve(pattern, wildcards, has_variables, context);
    if (!glyphs) {
        return false;
    }
    return reading == Reading::arn ? match_arn(*glyphs, text)
                                   : match(*glyphs, text, reading == Reading::any_case);
}

std::optional<std::string>
substituted(std::string_view pattern, bool has_variables, const Context& context) {
    const auto glyphs = resolve(pattern, false, has_variables, context);
    if (!glyphs) {
        return std::nullopt;
    }
    std::string text;
    for (const Glyph& glyph : *glyphs) {
        text += glyph.byte;
    }
    return text;
}

} // namespace polhist::judge
