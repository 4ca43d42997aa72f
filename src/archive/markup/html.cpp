// Pages in HTML, from the events of libxml2's parser. No tree is built, so depth costs nothing; it
// is capped because the parser looks through all open elements at each end tag.

#include "markup/builder.h"
#include "markup/entity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <memory>

namespace polhist::markup {
namespace {

struct FreeContext {
    void operator()(htmlParserCtxtPtr context) const { htmlFreeParserCtxt(context); }
};

using Context = std::unique_ptr<htmlParserCtxt, FreeContext>;

// What an element does to the page.
enum class Role {
    inline_text,
    block,
    heading,
    code,
    list,
    item,
    table,
    row,
    cell,
    header,
    skipped
};

struct Element {
    std::string_view name;
    Role role;
};

constexpr std::array<Element, 46> elements{{
    {"article", Role::block},  {"aside", Role::skipped},    {"blockquote", Role::block},
    {"body", Role::block},     {"br", Role::block},         {"caption", Role::skipped},
    {"center", Role::block},   {"dd", Role::block},         {"details", Role::block},
    {"div", Role::block},      {"dl", Role::list},          {"dt", Role::item},
    {"fieldset", Role::block}, {"figure", Role::block},     {"footer", Role::skipped},
    {"form", Role::block},     {"h1", Role::heading},       {"h2", Role::heading},
    {"h3", Role::heading},     {"h4", Role::heading},       {"h5", Role::heading},
    {"h6", Role::heading},     {"header", Role::block},     {"hr", Role::block},
    {"iframe", Role::skipped}, {"li", Role::item},          {"main", Role::block},
    {"nav", Role::skipped},    {"noscript", Role::skipped}, {"ol", Role::list},
    {"p", Role::block},        {"pre", Role::code},         {"script", Role::skipped},
    {"section", Role::block},  {"select", Role::skipped},   {"style", Role::skipped},
    {"summary", Role::block},  {"svg", Role::skipped},      {"table", Role::table},
    {"td", Role::cell},        {"template", Role::skipped}, {"textarea", Role::skipped},
    {"th", Role::header},      {"title", Role::skipped},    {"tr", Role::row},
    {"ul", Role::list},
}};

Role role_of(std::string_view name) {
    const auto found = std::ranges::lower_bound(elements, name, {}, &Element::name);
    return found != elements.end() && found->name == name ? found->role : Role::inline_text;
}

std::string_view view_of(const xmlChar* text) {
    return reinterpret_cast<const char*>(text);
}

constexpr std::string_view white = " \t\r\n\f";

// Where the quoted value ends that may begin behind the `=` at `at`; `at + 1` where none does.
std::size_t end_of_value(std::string_view text, std::size_t at) {
    const std::size_t quote = text.find_first_not_of(white, at + 1);
    if (quote == std::string_view::npos || (text[quote] != '"' && text[quote] != '\'')) {
        return at + 1;
    }
    const std::size_t end = text.find(text[quote], quote + 1);
    return end == std::string_view::npos ? text.size() : end + 1;
}

// How many attributes a tag may have at most, from behind its `<`, which moves to its end.
std::size_t most_attributes(std::string_view text, std::size_t& at) {
    constexpr std::string_view marks = " \t\r\n\f=/\"'>";
    std::size_t parts = 0;
    while ((at = text.find_first_of(marks, at)) < text.size() && text[at] != '>') {
        at = text[at] == '=' ? end_of_value(text, at) : at + 1;
        ++parts;
    }
    at = std::min(at, text.size());
    return parts;
}

// Whether the parser, which compares the attributes of a tag with one another, will be done in good
// time.
bool has_cheap_attributes(std::string_view text) {
    constexpr std::size_t budget = 400'000'000; // comparisons
    std::size_t spent = 0;
    for (std::size_t at = 0; (at = text.find('<', at)) < text.size();) {
        const std::size_t attributes = most_attributes(text, ++at);
        spent += attributes * attributes;
        if (spent > budget) {
            return false;
        }
    }
    return true;
}

class Reader {
public:
    explicit Reader(const json::Source& source) : source_(source) {}

    Result<Page> read() {
        htmlSAXHandler handler{};
        handler.startElement = [](void* self, const xmlChar* name, const xmlChar** /*attributes*/) {
            static_cast<Reader*>(self)->start(view_of(name));
        };
        handler.endElement = [](void* self, const xmlChar* name) {
            static_cast<Reader*>(self)->finish(view_of(name));
        };
        handler.characters = [](void* self, const xmlChar* text, int size) {
            static_cast<Reader*>(self)->characters(
                {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
        };
        handler.ignorableWhitespace = handler.characters;
        context_ = Context(
            htmlCreateMemoryParserCtxt(source_.text.data(), static_cast<int>(source_.text.size())));
        if (!context_) {
            return failure(fmt::format("{}: cannot be read as HTML", source_.name));
        }
        *context_->sax = handler;
        context_->userData = this;
        htmlCtxtUseOptions(context_.get(),
                           HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                               HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
        xmlSwitchEncoding(context_.get(), XML_CHAR_ENCODING_UTF8);
        htmlParseDocument(context_.get());
        if (!failure_.empty()) {
            return failure(fmt::format("{}: {}", source_.name, failure_));
        }
        return Page{builder_.take()};
    }

private:
    void stop(std::string why) {
        failure_ = std::move(why);
        xmlStopParser(context_.get());
    }

    void start(std::string_view name) {
        if (++depth_ > deepest) {
            stop(fmt::format("elements are nested over {} levels deep; no page needs that",
                             deepest));
            return;
        }
        const Role role = role_of(name);
        if (skipped_ > 0 || role == Role::skipped) {
            ++skipped_;
            return;
        }
        if (context_->input != nullptr && context_->input->line > 0) {
            builder_.at_line(static_cast<std::size_t>(context_->input->line));
        }
        begin(role, name);
        if (builder_.is_full()) {
            stop("its tables have more cells or columns than any page needs");
        }
    }

    void begin(Role role, std::string_view name) {
        if (in_code_ && role != Role::code) {
            return; // buttons and colours in a block of code are no blocks
        }
        switch (role) {
        case Role::inline_text:
        case Role::skipped:
            return;
        case Role::block:
            builder_.begin(Block::Kind::paragraph);
            return;
        case Role::heading:
            builder_.begin(Block::Kind::heading, static_cast<std::size_t>(name[1] - '0'));
            return;
        case Role::code:
            builder_.begin(Block::Kind::code);
            in_code_ = true;
            return;
        case Role::list:
            builder_.begin_list();
            return;
        case Role::item:
            builder_.begin_item();
            return;
        case Role::table:
            ++tables_;
            return;
        case Role::row:
        case Role::cell:
        case Role::header:
            begin_in_table(role);
            return;
        }
    }

    // A table in a cell of another gives its text to that cell.
    void begin_in_table(Role role) {
        if (tables_ > 1) {
            builder_.text(" ");
        } else if (role == Role::row) {
            builder_.begin_row();
        } else {
            builder_.begin_cell(role == Role::header);
        }
    }

    void finish(std::string_view name) {
        --depth_;
        if (skipped_ > 0) {
            --skipped_;
            return;
        }
        const Role role = role_of(name);
        if (in_code_ && role != Role::code) {
            return;
        }
        in_code_ = false;
        switch (role) {
        case Role::inline_text:
        case Role::skipped:
            return;
        case Role::block:
        case Role::heading:
        case Role::code:
        case Role::item:
            builder_.end();
            return;
        case Role::list:
            builder_.end_list();
            return;
        case Role::table:
            end_table();
            return;
        case Role::row:
        case Role::cell:
        case Role::header:
            end_in_table(role);
            return;
        }
    }

    void end_table() {
        tables_ -= tables_ > 0 ? 1 : 0;
        if (tables_ == 0) {
            builder_.end_row();
        }
    }

    void end_in_table(Role role) {
        if (tables_ > 1) {
            builder_.text(" ");
        } else if (role == Role::row) {
            builder_.end_row();
        } else {
            builder_.end_cell();
        }
    }

    void characters(std::string_view text) {
        if (skipped_ == 0) {
            builder_.text(text);
        }
    }

    const json::Source& source_;
    Context context_;
    Builder builder_;
    std::size_t depth_ = 0;
    std::size_t skipped_ = 0; // elements that are open inside a skipped one, itself included
    std::size_t tables_ = 0;
    bool in_code_ = false;
    std::string failure_;
};

void append_character(std::string& to, std::uint32_t code) {
    constexpr int longest = 4;
    std::array<xmlChar, longest + 1> bytes{};
    const int size = xmlCopyCharMultiByte(bytes.data(), static_cast<int>(code));
    to.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
}

// The character that `#8217` or `#x2019` means.
std::optional<std::uint32_t> numbered_character(std::string_view number) {
    number.remove_prefix(1);
    const bool hexadecimal = number.starts_with('x') || number.starts_with('X');
    number.remove_prefix(hexadecimal ? 1 : 0);
    std::uint32_t code = 0;
    const char* const last = number.data() + number.size();
    const auto [end, error] = std::from_chars(number.data(), last, code, hexadecimal ? 16 : 10);
    if (error != std::errc{} || end != last || !IS_CHAR(code)) {
        return std::nullopt;
    }
    return code;
}

// The character that `amp` means.
std::optional<std::uint32_t> named_character(std::string_view name) {
    const std::string terminated(name);
    const htmlEntityDesc* entity =
        htmlEntityLookup(reinterpret_cast<const xmlChar*>(terminated.c_str()));
    return entity == nullptr ? std::nullopt : std::optional<std::uint32_t>(entity->value);
}

} // namespace

std::string decoded_entity(std::string_view reference) {
    if (reference.size() < 3 || reference.front() != '&' || reference.back() != ';') {
        return std::string(reference);
    }
    const std::string_view name = reference.substr(1, reference.size() - 2);
    const auto code = name.front() == '#' ? numbered_character(name) : named_character(name);
    if (!code) {
        return std::string(reference);
    }
    std::string text;
    append_character(text, *code);
    return text;
}

Result<Page> read_html(const json::Source& source) {
    if (!has_cheap_attributes(source.text)) {
        return failure(
            fmt::format("{}: a tag has more attributes than any page needs", source.name));
    }
    return Reader(source).read();
}

} // namespace polhist::markup
