#include "json/writer.h"

#include "core/printable.h"
#include "json/tree.h"

#include <fmt/format.h>

#include <cassert>
#include <cstring>

namespace polhist::json {
namespace {

void append_code_unit(std::string& out, std::uint32_t unit) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", unit);
}

void append_escaped(std::string& out, Character character) {
    constexpr std::uint32_t replacement = 0xfffd;
    const std::uint32_t code = character.valid ? character.code : replacement;
    if (code == '"' || code == '\\') {
        out += '\\';
        out += static_cast<char>(code);
    } else if (code == '\n') {
        out += "\\n";
    } else if (code == '\r') {
        out += "\\r";
    } else if (code == '\t') {
        out += "\\t";
    } else if (code < 0x10000) {
        append_code_unit(out, code);
    } else {
        append_code_unit(out, 0xd800 + ((code - 0x10000) >> 10U));
        append_code_unit(out, 0xdc00 + ((code - 0x10000) & 0x3ffU));
    }
}

bool is_plain(char byte) {
    return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

// How many bytes from the front stand for themselves; eight at a time, by their top bits.
std::size_t plain_front(std::string_view text) {
    using Word = std::uint64_t;
    constexpr Word ones = 0x0101010101010101U;
    constexpr Word tops = ones * 0x80U;
    const auto less = [&](Word bytes, unsigned than) { return (bytes - ones * than) & ~bytes; };
    std::size_t count = 0;
    for (Word bytes = 0; count + sizeof bytes <= text.size(); count += sizeof bytes) {
        std::memcpy(&bytes, text.data() + count, sizeof bytes);
        const Word odd = bytes | (bytes + ones) | less(bytes, 0x20) | less(bytes ^ ones * '"', 1) |
                         less(bytes ^ ones * '\\', 1);
        if ((odd & tops) != 0) {
            break;
        }
    }
    while (count < text.size() && is_plain(text[count])) {
        ++count;
    }
    return count;
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const std::size_t plain = plain_front(text);
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (!text.empty()) {
            const Character character = first_character(text);
            append_escaped(out, character);
            text.remove_prefix(character.size);
        }
    }
    out += '"';
}

} // namespace

Writer& Writer::key(std::string_view name) {
    assert(!filled_.empty() && !after_key_);
    before_value();
    append_quoted(out_, name);
    out_ += indent_ == 0 ? ":" : ": ";
    after_key_ = true;
    return *this;
}

Writer& Writer::string(std::string_view text) {
    before_value();
    append_quoted(out_, text);
    return *this;
}

Writer& Writer::number(std::uint64_t value) {
    return raw(fmt::to_string(value));
}

Writer& Writer::boolean(bool truth) {
    return raw(truth ? "true" : "false");
}

Writer& Writer::null() {
    return raw("null");
}

Writer& Writer::strings(const std::vector<std::string>& texts) {
    begin_array();
    for (const std::string& text : texts) {
        string(text);
    }
    return end_array();
}

Writer& Writer::raw(std::string_view json) {
    before_value();
    out_ += json;
    return *this;
}

Writer& Writer::begin(char bracket) {
    before_value();
    out_ += bracket;
    filled_.push_back(false);
    return *this;
}

Writer& Writer::end(char bracket) {
    assert(!filled_.empty() && !after_key_);
    const bool filled = filled_.back();
    filled_.pop_back();
    if (filled) {
        new_line();
    }
    out_ += bracket;
    return *this;
}

void Writer::before_value() {
    if (after_key_) {
        after_key_ = false;
        return;
    }
    if (filled_.empty()) {
        return;
    }
    if (filled_.back()) {
        out_ += ',';
    }
    filled_.back() = true;
    new_line();
}

void Writer::new_line() {
    if (indent_ != 0) {
        out_ += '\n';
        out_.append(filled_.size() * indent_, ' ');
    }
}

void write(Writer& writer, const Value& value) {
    switch (value.kind()) {
    case Kind::object:
        writer.begin_object();
        for (const Member& member : value.members()) {
            writer.key(member.key);
            write(writer, member.value);
        }
        writer.end_object();
        break;
    case Kind::array:
        writer.begin_array();
        for (const Value& item : value.items()) {
            write(writer, item);
        }
        writer.end_array();
        break;
    case Kind::string:
        writer.string(value.text());
        break;
    case Kind::number:
    case Kind::boolean:
    case Kind::null:
        writer.raw(value.text());
        break;
    }
}

std::string quoted(std::string_view text) {
    std::string out;
    append_quoted(out, text);
    return out;
}

} // namespace polhist::json
