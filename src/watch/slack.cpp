#include "watch/slack.h"

#include "json/writer.h"

#include <algorithm>

namespace polhist::watch {
namespace {

constexpr std::size_t longest_text = 2900; // bytes; Slack takes 3,000 characters

std::string_view cut(std::string_view text, std::size_t most) {
    std::size_t size = std::min(text.size(), most);
    while (size > 0 && size < text.size() &&
           (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80) {
        --size;
    }
    return text.substr(0, size);
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

void write_plain(json::Writer& writer, std::string_view text) {
    writer.begin_object().key("type").string("section").key("text").begin_object();
    writer.key("type").string("plain_text").key("text").string(cut(text, longest_text));
    writer.key("emoji").boolean(false).end_object().end_object();
}

void write_preformatted(json::Writer& writer, std::string_view text) {
    writer.begin_object().key("type").string("rich_text").key("elements").begin_array();
    writer.begin_object().key("type").string("rich_text_preformatted");
    writer.key("elements").begin_array().begin_object().key("type").string("text");
    writer.key("text").string(cut(text, longest_text)).end_object().end_array();
    writer.end_object().end_array().end_object();
}

} // namespace

std::string slack_json(const Letter& letter) {
    std::string details;
    for (const std::string& line : letter.lines) {
        constexpr std::size_t indent = 2;
        details += details.empty() ? "" : "\n";
        details += line.substr(std::min(line.find_first_not_of(' '), indent));
    }
    std::string text;
    json::Writer writer(text);
    writer.begin_object().key("text").string(cut(escaped(letter.headline), longest_text));
    writer.key("blocks").begin_array();
    write_plain(writer, letter.headline);
    if (!details.empty()) {
        write_preformatted(writer, details);
    }
    write_preformatted(writer, letter.command);
    writer.end_array().end_object();
    return text;
}

} // namespace polhist::watch
