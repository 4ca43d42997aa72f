#include "markup/builder.h"

#include <algorithm>
#include <iterator>

namespace polhist::markup {
namespace {

constexpr std::string_view no_break_space = "\xc2\xa0";
constexpr std::string_view zero_width_space = "\xe2\x80\x8b";
constexpr std::string_view space = " \t\r\n\f\v";

bool is_blank(std::string_view text) {
    return text.find_first_not_of(space) == std::string_view::npos;
}

void trim_end(std::string& text) {
    while (text.ends_with(' ')) {
        text.pop_back();
    }
}

} // namespace

void Builder::append(std::string& to, std::string_view text) {
    while (!text.empty()) {
        const bool wide = text.starts_with(no_break_space);
        if (wide || space.find(text.front()) != std::string_view::npos) {
            if (!to.empty() && to.back() != ' ') {
                to += ' ';
            }
            text.remove_prefix(wide ? no_break_space.size() : 1);
        } else if (text.starts_with(zero_width_space)) {
            text.remove_prefix(zero_width_space.size());
        } else {
            to += text.front();
            text.remove_prefix(1);
        }
    }
}

void Builder::at_line(std::size_t line) {
    line_ = line;
    if (open_ && open_->text.empty()) {
        open_->line = line;
    }
    if (row_ && row_->cells.size() == 1 && row_->cells.front().empty()) {
        row_->line = line;
    }
}

void Builder::begin(Block::Kind kind, std::size_t level) {
    if (in_cell_) {
        append(row_->cells.back(), " ");
        return;
    }
    end();
    open_ = Block{kind, kind == Block::Kind::heading ? level : depth_, {}, {}, false, line_};
    if (kind == Block::Kind::paragraph && item_begins_) {
        open_->kind = Block::Kind::item;
    }
}

void Builder::end() {
    if (in_cell_) {
        append(row_->cells.back(), " ");
        return;
    }
    if (!open_) {
        return;
    }
    if (open_->kind != Block::Kind::code) {
        trim_end(open_->text);
    }
    if (!is_blank(open_->text)) {
        item_begins_ = false;
        blocks_.push_back(std::move(*open_));
    }
    open_.reset();
}

void Builder::text(std::string_view text) {
    if (in_cell_) {
        append(row_->cells.back(), text);
        return;
    }
    if (row_) {
        return; // between cells
    }
    if (!open_) {
        if (is_blank(text)) {
            return;
        }
        begin(Block::Kind::paragraph);
    }
    if (open_->kind == Block::Kind::code) {
        open_->text += text;
    } else {
        append(open_->text, text);
    }
}

void Builder::change_depth(bool deeper) {
    end();
    depth_ = deeper ? depth_ + 1 : depth_ - std::min<std::size_t>(depth_, 1);
    item_begins_ = false;
}

void Builder::begin_item() {
    end();
    item_begins_ = true;
}

void Builder::begin_row() {
    end_cell();
    end();
    row_ = Block{Block::Kind::row, 0, {}, {}, true, line_};
}

void Builder::end_row() {
    end_cell();
    if (row_ && !row_->cells.empty()) {
        blocks_.push_back(std::move(*row_));
    }
    row_.reset();
}

void Builder::begin_cell(bool header) {
    end_cell();
    if (!row_) {
        begin_row();
    }
    if (row_->cells.size() == most_columns || cells_ == most_cells) {
        full_ = true;
        return;
    }
    ++cells_;
    row_->cells.emplace_back();
    row_->header = row_->header && header;
    in_cell_ = true;
}

void Builder::end_cell() {
    if (in_cell_) {
        trim_end(row_->cells.back());
        in_cell_ = false;
    }
}

void Builder::splice(std::vector<Block> blocks) {
    if (in_cell_) {
        return;
    }
    end();
    std::ranges::move(blocks, std::back_inserter(blocks_));
}

std::vector<Block> Builder::take() {
    end_row();
    end();
    return std::move(blocks_);
}

} // namespace polhist::markup
