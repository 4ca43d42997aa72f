// Pages in Markdown, from the events of md4c's parser.

#include "markup/builder.h"
#include "markup/entity.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <md4c.h>

namespace polhist::markup {
namespace {

constexpr std::size_t most_html_blocks = 1000;

class Reader {
public:
    explicit Reader(const json::Source& source) : source_(source), counted_(source.text.data()) {}

    Result<Page> read() {
        MD_PARSER parser{};
        parser.flags = MD_FLAG_TABLES;
        parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
            return static_cast<Reader*>(self)->enter(type, detail);
        };
        parser.leave_block = [](MD_BLOCKTYPE type, void* /*detail*/, void* self) {
            return static_cast<Reader*>(self)->leave(type);
        };
        parser.enter_span = [](MD_SPANTYPE, void* /*detail*/, void* /*self*/) { return 0; };
        parser.leave_span = [](MD_SPANTYPE, void* /*detail*/, void* /*self*/) { return 0; };
        parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
            return static_cast<Reader*>(self)->text(type, {text, size});
        };
        const int status =
            md_parse(source_.text.data(), static_cast<MD_SIZE>(source_.text.size()), &parser, this);
        if (status != 0 && failure_.empty()) {
            failure_ = "cannot be read as Markdown";
        }
        // md4c 0.4.8 returns 0 also where a callback has ended the parsing.
        if (!failure_.empty()) {
            return failure(fmt::format("{}: {}", source_.name, failure_));
        }
        return Page{builder_.take()};
    }

private:
    int stop(std::string why) {
        failure_ = std::move(why);
        return 1;
    }

    int enter(MD_BLOCKTYPE type, void* detail) {
        switch (type) {
        case MD_BLOCK_DOC:
        case MD_BLOCK_HR:
        case MD_BLOCK_TABLE:
        case MD_BLOCK_THEAD:
        case MD_BLOCK_TBODY:
            builder_.end();
            break;
        case MD_BLOCK_QUOTE:
            return deeper();
        case MD_BLOCK_UL:
        case MD_BLOCK_OL:
            builder_.begin_list();
            return deeper();
        case MD_BLOCK_LI:
            builder_.begin_item();
            break;
        case MD_BLOCK_H:
            builder_.begin(Block::Kind::heading, static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
            break;
        case MD_BLOCK_P:
            builder_.begin(Block::Kind::paragraph);
            break;
        case MD_BLOCK_CODE:
            builder_.begin(Block::Kind::code);
            break;
        case MD_BLOCK_HTML:
            html_.clear();
            in_html_ = true;
            break;
        case MD_BLOCK_TR:
            builder_.begin_row();
            break;
        case MD_BLOCK_TH:
            builder_.begin_cell(true);
            break;
        case MD_BLOCK_TD:
            builder_.begin_cell(false);
            break;
        }
        return builder_.is_full()
                   ? stop("its tables have more cells or columns than any page needs")
                   : 0;
    }

    int deeper() {
        return ++depth_ > deepest
                   ? stop(fmt::format("nested over {} levels deep; no page needs that", deepest))
                   : 0;
    }

    int leave(MD_BLOCKTYPE type) {
        switch (type) {
        case MD_BLOCK_DOC:
        case MD_BLOCK_HR:
        case MD_BLOCK_TABLE:
        case MD_BLOCK_THEAD:
        case MD_BLOCK_TBODY:
            break;
        case MD_BLOCK_QUOTE:
            --depth_;
            builder_.end();
            break;
        case MD_BLOCK_UL:
        case MD_BLOCK_OL:
            --depth_;
            builder_.end_list();
            break;
        case MD_BLOCK_LI:
        case MD_BLOCK_H:
        case MD_BLOCK_P:
        case MD_BLOCK_CODE:
            builder_.end();
            break;
        case MD_BLOCK_HTML:
            return leave_html();
        case MD_BLOCK_TR:
            builder_.end_row();
            break;
        case MD_BLOCK_TH:
        case MD_BLOCK_TD:
            builder_.end_cell();
            break;
        }
        return 0;
    }

    int leave_html() {
        in_html_ = false;
        if (++html_blocks_ > most_html_blocks) {
            return stop(
                fmt::format("over {} blocks of HTML; no page needs that", most_html_blocks));
        }
        auto page = read_html({source_.name, html_});
        if (!page) {
            return stop("a block of HTML in it cannot be read");
        }
        builder_.splice(std::move(page->blocks));
        return 0;
    }

    int text(MD_TEXTTYPE type, std::string_view text) {
        if (in_html_) {
            html_ += text;
            return 0;
        }
        note_line(text);
        switch (type) {
        case MD_TEXT_NULLCHAR:
            builder_.text("\xef\xbf\xbd");
            break;
        case MD_TEXT_BR:
        case MD_TEXT_SOFTBR:
            builder_.text(" ");
            break;
        case MD_TEXT_ENTITY:
            builder_.text(decoded_entity(text));
            break;
        case MD_TEXT_HTML:
            if (text.starts_with("<br")) {
                builder_.text(" ");
            }
            break;
        case MD_TEXT_NORMAL:
        case MD_TEXT_LATEXMATH:
        case MD_TEXT_CODE:
            builder_.text(text);
            break;
        }
        return 0;
    }

    // Text, but for line breaks and what was replaced, is a view of the source, in its order.
    void note_line(std::string_view text) {
        const char* const end = source_.text.data() + source_.text.size();
        if (std::less<>{}(text.data(), counted_) || !std::less<>{}(text.data(), end)) {
            return;
        }
        line_ += static_cast<std::size_t>(std::count(counted_, text.data(), '\n'));
        counted_ = text.data();
        builder_.at_line(line_);
    }

    const json::Source& source_;
    Builder builder_;
    std::string html_;
    std::size_t html_blocks_ = 0;
    std::size_t depth_ = 0;
    std::size_t line_ = 1;
    const char* counted_; // lines before it are in `line_`
    bool in_html_ = false;
    std::string failure_;
};

} // namespace

Result<Page> read_markdown(const json::Source& source) {
    return Reader(source).read();
}

} // namespace polhist::markup
