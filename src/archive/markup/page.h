// A page as a list of blocks, whatever it is written in: HTML, Markdown or plain text.
//
// Kept is what carries meaning for a reader: headings, paragraphs, items of lists, code and rows of
// tables. Links, emphasis and pictures leave their text only; scripts, styles and navigation leave
// nothing. Pages come from outside: size, depth and the cells of tables are capped, and reading
// costs time in proportion to the text.

#pragma once

#include "core/error.h"
#include "json/location.h"

#include <cstddef>
#include <string>
#include <vector>

namespace polhist::markup {

constexpr std::size_t largest_page = std::size_t{8} * 1024 * 1024; // bytes
constexpr std::size_t deepest = 250;                               // elements or lists
constexpr std::size_t most_cells = 100'000;                        // of all tables
constexpr std::size_t most_columns = 100;

struct Block {
    enum class Kind {
        heading,
        paragraph,
        item, // the first paragraph of an item of a list
        code,
        row, // of a table
    };

    Kind kind = Kind::paragraph;

    // Of a heading, from 1; of a paragraph, item or code, how many lists it stands in.
    std::size_t level = 0;

    // One line, white space collapsed; of code the text as it is.
    std::string text;

    std::vector<std::string> cells; // of a row
    bool header = false;            // a row of column titles
    std::size_t line = 1;           // of the text where the block begins, about
};

struct Page {
    std::vector<Block> blocks;
};

// A page in the form that its first bytes and lines show: HTML begins with `<`; Markdown has a line
// that begins with `#`, a fence or a rule of a table; anything else is plain text.
Result<Page> read(const json::Source& source);

Result<Page> read_html(const json::Source& source);

// CommonMark with tables. Blocks of HTML inside are read as HTML.
Result<Page> read_markdown(const json::Source& source);

// What a browser gives when a page is copied: paragraphs parted by empty lines, items begun by a
// bullet, JSON as it is, the columns of a table as paragraphs in turn. A short line without a full
// stop is a heading; plain text shows no levels, so the first is of level 1 and all others of 2.
Result<Page> read_text(const json::Source& source);

} // namespace polhist::markup
