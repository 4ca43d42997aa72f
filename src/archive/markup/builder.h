// Puts a page together from what a parser meets: text, and where blocks begin and end.

#pragma once

#include "markup/page.h"

#include <optional>
#include <string_view>

namespace polhist::markup {

class Builder {
public:
    // A heading, paragraph or code begins; what was open ends. Inside a cell it parts words only.
    void begin(Block::Kind kind, std::size_t level = 0);

    // What is open ends. Text that follows begins a paragraph of its own.
    void end();

    // White space collapses but in code. Text outside of everything begins a paragraph.
    void text(std::string_view text);

    void begin_list() { change_depth(true); }

    void end_list() { change_depth(false); }

    void begin_item();

    void begin_row();
    void end_row();
    void begin_cell(bool header);
    void end_cell();

    // Blocks that were read elsewhere.
    void splice(std::vector<Block> blocks);

    // The line of the text that the parser is at, from 1. What is open and still empty begins
    // there.
    void at_line(std::size_t line);

    // Whether tables are past what is read; the parser should stop.
    [[nodiscard]] bool is_full() const { return full_; }

    std::vector<Block> take();

private:
    void change_depth(bool deeper);
    void append(std::string& to, std::string_view text);

    std::vector<Block> blocks_;
    std::optional<Block> open_;
    std::optional<Block> row_;
    std::size_t depth_ = 0; // of lists
    std::size_t cells_ = 0;
    std::size_t line_ = 1;
    bool item_begins_ = false;
    bool in_cell_ = false;
    bool full_ = false;
};

} // namespace polhist::markup
