// Pages as plain text, as a browser copies them.

#include "core/written_date.h"
#include "markup/builder.h"

#include <algorithm>
#include <array>

namespace polhist::markup {
namespace {

constexpr std::string_view blank = " \t\r\n\f\v";
constexpr std::size_t longest_heading = 120;

std::string_view trimmed(std::string_view text) {
    const std::size_t start = std::min(text.find_first_not_of(blank), text.size());
    text.remove_prefix(start);
    return text.substr(0, text.find_last_not_of(blank) + 1);
}

// How many bytes of a trimmed line are a bullet and the space behind it.
std::size_t bullet_size(std::string_view line) {
    constexpr std::array<std::string_view, 8> bullets{"•", "·", "‣", "◦", "▪", "+", "*", "-"};
    for (const std::string_view bullet : bullets) {
        if (line.starts_with(bullet) && line.size() > bullet.size() &&
            blank.find(line[bullet.size()]) != std::string_view::npos) {
            return bullet.size() + 1;
        }
    }
    return 0;
}

// Where the JSON object at the front of `text` ends; the whole text where it does not.
std::size_t object_size(std::string_view text) {
    std::size_t open = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            i += c == '\\' ? 1 : 0;
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            ++open;
        } else if ((c == '}' || c == ']') && --open == 0) {
            return i + 1;
        }
    }
    return text.size();
}

bool is_table_head(std::string_view line) {
    constexpr std::string_view head = "change description date";
    std::string folded;
    for (const char c : line) {
        if (blank.find(c) == std::string_view::npos) {
            folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        } else if (!folded.ends_with(' ')) {
            folded += ' ';
        }
        if (folded.size() > head.size()) {
            return false;
        }
    }
    return folded == head;
}

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    Page read() {
        while (!text_.empty()) {
            const std::string_view line = peek();
            if (trimmed(line).empty()) {
                end_paragraph();
                advance(line.size() + 1);
            } else if (in_table_) {
                add_to_row(line);
                advance(line.size() + 1);
            } else {
                read_line(line);
            }
        }
        end_paragraph();
        end_table();
        return Page{builder_.take()};
    }

private:
    [[nodiscard]] std::string_view peek() const {
        return text_.substr(0, std::min(text_.find('\n'), text_.size()));
    }

    void advance(std::size_t size) {
        size = std::min(size, text_.size());
        line_ += static_cast<std::size_t>(
            std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(size), '\n'));
        text_.remove_prefix(size);
        builder_.at_line(line_);
    }

    void read_line(std::string_view line) {
        const std::string_view content = trimmed(line);
        if (content.front() == '{') {
            end_paragraph();
            const std::size_t indent = line.find('{');
            const std::size_t size = object_size(text_.substr(indent));
            builder_.begin(Block::Kind::code);
            builder_.text(text_.substr(indent, size));
            builder_.end();
            advance(indent + size);
            return;
        }
        if (paragraph_.empty() && is_table_head(content)) {
            begin_table();
        } else if (const std::size_t bullet = bullet_size(content); bullet > 0) {
            end_paragraph();
            leave_list();
            builder_.begin_list();
            builder_.begin_item();
            in_list_ = true;
            add_to_paragraph(line, content.substr(bullet));
        } else {
            add_to_paragraph(line, content);
        }
        advance(line.size() + 1);
    }

    void add_to_paragraph(std::string_view line, std::string_view content) {
        if (paragraph_.empty()) {
            indented_ = blank.find(line.front()) != std::string_view::npos;
            lines_ = 0;
        } else {
            paragraph_ += ' ';
        }
        paragraph_ += content;
        ++lines_;
    }

    void leave_list() {
        if (in_list_) {
            builder_.end_list();
            in_list_ = false;
        }
    }

    [[nodiscard]] bool is_heading() const {
        constexpr std::string_view ends_of_prose = ".:;,!?";
        return lines_ == 1 && !indented_ && paragraph_.size() <= longest_heading &&
               ends_of_prose.find(paragraph_.back()) == std::string_view::npos;
    }

    void end_paragraph() {
        if (paragraph_.empty()) {
            return;
        }
        if (!indented_) {
            leave_list();
        }
        if (is_heading()) {
            builder_.begin(Block::Kind::heading, any_heading_ ? 2 : 1);
            any_heading_ = true;
        } else {
            builder_.begin(Block::Kind::paragraph);
        }
        builder_.text(paragraph_);
        builder_.end();
        paragraph_.clear();
    }

    void begin_table() {
        leave_list();
        in_table_ = true;
        add_row({"Change", "Description", "Date"}, true);
    }

    void add_row(const std::vector<std::string>& cells, bool header) {
        builder_.begin_row();
        for (const std::string& cell : cells) {
            builder_.begin_cell(header);
            builder_.text(cell);
        }
        builder_.end_row();
    }

    // Cells are lines or parted by tabs; the date ends a row, and its first cell is the change.
    void add_to_row(std::string_view line) {
        while (!line.empty()) {
            const std::size_t size = std::min(line.find('\t'), line.size());
            const std::string_view cell = trimmed(line.substr(0, size));
            line.remove_prefix(std::min(size + 1, line.size()));
            if (parse_written_day(cell)) {
                add_row({change_, description_, std::string(cell)}, false);
                change_.clear();
                description_.clear();
            } else if (change_.empty()) {
                change_ = cell;
            } else if (!cell.empty()) {
                description_ += description_.empty() ? "" : " ";
                description_ += cell;
            }
        }
    }

    // What follows the last date is no row: the foot of the page.
    void end_table() {
        for (const std::string& text : {change_, description_}) {
            builder_.begin(Block::Kind::paragraph);
            builder_.text(text);
            builder_.end();
        }
    }

    std::string_view text_; // what is left
    Builder builder_;
    std::size_t line_ = 1;
    std::string paragraph_;
    std::size_t lines_ = 0; // of `paragraph_`
    bool indented_ = false; // its first
    bool any_heading_ = false;
    bool in_list_ = false;
    bool in_table_ = false;
    std::string change_;
    std::string description_;
};

} // namespace

Result<Page> read_text(const json::Source& source) {
    return Reader(source.text).read();
}

} // namespace polhist::markup
