#include "markup/page.h"

#include "core/printable.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::markup {
namespace {

constexpr std::string_view blank = " \t\r\n\f\v";

std::string lower(std::string_view text) {
    std::string folded(text);
    std::ranges::transform(folded, folded.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
    return folded;
}

// Whether a line can only be Markdown: a heading, a fence, or the rule under a table's head.
bool is_markdown(std::string_view line) {
    const std::size_t hashes = std::min(line.find_first_not_of('#'), line.size());
    if (hashes >= 1 && hashes <= 6 && hashes < line.size() && line[hashes] == ' ') {
        return true;
    }
    return line.starts_with("```") || line.starts_with("~~~") || line.starts_with("| ---") ||
           line.starts_with("|---");
}

bool has_markdown(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (is_markdown(text.substr(0, end))) {
            return true;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

bool begins_as_html(std::string_view text) {
    constexpr std::size_t longest = 14; // `<!doctype html`
    const std::string start = lower(text.substr(0, longest));
    return start.starts_with("<!doctype html") || start.starts_with("<html") ||
           start.starts_with("<head") || start.starts_with("<?xml");
}

// Where the first byte stands that is not UTF-8, or a NUL.
std::size_t first_wrong(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] > 0) { // plain ASCII, by far the most
            ++at;
            continue;
        }
        const Character character = first_character(text.substr(at));
        if (!character.valid || character.code == 0) {
            return at;
        }
        at += character.size;
    }
    return text.size();
}

Result<void> check(const json::Source& source) {
    if (source.text.size() > largest_page) {
        return failure(
            fmt::format("{}: over 8 MiB; no documentation page is that long", source.name));
    }
    if (source.text.find_first_not_of(blank) == std::string_view::npos) {
        return failure(fmt::format("{}: is empty; a documentation page was expected", source.name));
    }
    if (const std::size_t at = first_wrong(source.text); at < source.text.size()) {
        return failure(fmt::format("{}: is not UTF-8 text; save the page as UTF-8",
                                   json::describe(source, at)));
    }
    return {};
}

} // namespace

Result<Page> read(const json::Source& source) {
    if (auto checked = check(source); !checked) {
        return tl::make_unexpected(std::move(checked.error()));
    }
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    json::Source page = source;
    if (page.text.starts_with(byte_order_mark)) {
        page.text.remove_prefix(byte_order_mark.size());
    }
    const std::string_view start =
        page.text.substr(std::min(page.text.find_first_not_of(blank), page.text.size()));
    if (begins_as_html(start)) {
        return read_html(page);
    }
    if (has_markdown(page.text)) {
        return read_markdown(page);
    }
    return start.starts_with('<') ? read_html(page) : read_text(page);
}

} // namespace polhist::markup
